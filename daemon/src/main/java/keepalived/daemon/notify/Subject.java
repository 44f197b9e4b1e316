package keepalived.daemon.notify;

import keepalived.daemon.log.Part;

/// What a notification is about; notifications of one subject are told in order.
public record Subject(Kind kind, String name) {

  public enum Kind {
    INSTANCE(Part.VRRP),
    GROUP(Part.VRRP),
    SERVICE(Part.CHECKERS),
    SERVER(Part.CHECKERS);

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
