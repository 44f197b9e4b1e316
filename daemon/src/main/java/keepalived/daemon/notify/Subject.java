package keepalived.daemon.notify;

import keepalived.core.log.Part;

/// What a notification is about; notifications of one subject are told in order.
public record Subject(Kind kind, String name) {

  public enum Kind {
    INSTANCE(Part.VRRP),
    GROUP(Part.VRRP),
    SERVICE(Part.CHECKER),
    SERVER(Part.CHECKER);

    private final Part part;

    Kind(Part part) {
      this.part = part;
    }
  }

  Part part() {
    return kind.part;
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
