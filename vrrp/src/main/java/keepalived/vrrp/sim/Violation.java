package keepalived.vrrp.sim;

/// An invariant does not hold.
public final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }
}
