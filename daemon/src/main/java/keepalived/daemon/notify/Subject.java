package keepalived.daemon.notify;

import keepalived.core.log.Part;

/// The object of a notification; notifications about one subject are sent in order.
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
