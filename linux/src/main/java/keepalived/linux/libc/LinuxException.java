package keepalived.linux.libc;

/// A failed system call: the call, the error, and the kernel's explanation, which may be empty.
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

  /// The failed call with its object: `bind(eth0)`.
  public String call() {
    return call;
  }

  public Errno errno() {
    return errno;
  }

  /// The kernel's explanation (netlink extended acknowledgement); may be empty.
  public String detail() {
    return detail;
  }

  /// Whether the call failed for this reason.
  public boolean is(Errno reason) {
    return errno.number() == reason.number();
  }
}
