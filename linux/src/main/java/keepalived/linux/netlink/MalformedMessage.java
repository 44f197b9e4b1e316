package keepalived.linux.netlink;

/// Bytes that do not follow the format. The readers throw it; it is caught where a message enters:
/// by the socket for replies, by the owner of the listener for events.
public final class MalformedMessage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedMessage(String what) {
    super(what, null, false, false);
  }
}
