package keepalived.linux.libc;

/// A system call that failed: which one, why, and what the kernel added to it (may be empty).
public final class LinuxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String call;
  private final transient Errno errno;
  private final String detail;

  public LinuxException(String call, Errno errno) {
    this(call, errno, "");
  }

  public LinuxException(String call, Errno errno, String detail) {
    super(call + ": " + errno.message() + (detail.isEmpty() ? "" : ": " + detail));
    this.call = call;
    this.errno = errno;
    this.detail = detail;
  }

  /// The failed call, with what it was about: `bind(eth0)`.
  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }

  /// The kernel's own words (netlink extended acknowledgement), or empty.
  public String detail() {
    return detail;
  }

  /// Whether the call failed for this reason.
  public boolean is(Errno reason) {
    return errno.number() == reason.number();
  }
}
