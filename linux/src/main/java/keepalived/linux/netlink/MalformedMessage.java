package keepalived.linux.netlink;

/// Bytes that are not what the format says. Thrown by the readers, caught where a message enters:
/// by the socket for replies, by the listener's owner for events.
public final class MalformedMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedMessage(String what) {
    super(what, null, false, false);
  }
}
