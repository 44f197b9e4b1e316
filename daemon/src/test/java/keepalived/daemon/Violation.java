package keepalived.daemon;

/// What the simulation reports: something that must hold does not.
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1;

  Violation(String text) {
    super(text);
  }
}
