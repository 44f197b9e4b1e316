package keepalived.ipvs.cli.arguments;

/// An invalid command line; has the message and the exit status. Thrown by the parser, caught by
/// the command; never leaves the package.
public final class UsageError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The exit status of ipvsadm for wrong values and combinations of options.
  static final int WRONG = 2;

  /// The exit status of ipvsadm for unknown options, and for refusals of the kernel.
  public static final int FAILED = 255;

  private final int status;

  UsageError(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static UsageError wrong(String message) {
    return new UsageError(WRONG, message);
  }

  public static UsageError unknown() {
    return new UsageError(FAILED, "Try `ipvsadm -h' or 'ipvsadm --help' for more information.");
  }

  public int status() {
    return status;
  }
}
