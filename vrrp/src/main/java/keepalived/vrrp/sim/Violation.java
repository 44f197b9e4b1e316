package keepalived.vrrp.sim;

/// Something that must never be so, was.
public final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }
}
