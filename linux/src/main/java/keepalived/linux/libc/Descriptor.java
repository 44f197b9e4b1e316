package keepalived.linux.libc;

/// An open file descriptor with one owner. A second close does nothing: the kernel may have reused
/// the number.
public final class Descriptor implements AutoCloseable {

  private final int number;
  private boolean open = true;

  /// Takes ownership of the result of a call. Throws [LinuxException] when the call failed.
  public Descriptor(String call, int result) {
    number = Native.check(call, result);
  }

  /// The number for system calls. Throws [IllegalStateException] after close, because the kernel
  /// may have reused the number.
  public int number() {
    if (!open) {
      throw new IllegalStateException("descriptor " + number + " is closed");
    }
    return number;
  }

  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      Native.LIBC.close(number);
    }
  }

  @Override
  public String toString() {
    return "descriptor " + number + (open ? "" : " (closed)");
  }
}
