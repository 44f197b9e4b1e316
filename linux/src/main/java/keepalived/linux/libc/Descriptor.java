package keepalived.linux.libc;

/// An open file descriptor with one owner. Closing it twice does nothing, so that a number the
/// kernel has given to someone else meanwhile is never closed.
public final class Descriptor implements AutoCloseable {

  private final int number;
  private boolean open = true;

  /// Takes ownership of the result of the call, or throws when it failed.
  public Descriptor(String call, int result) {
    number = Native.check(call, result);
  }

  /// The number for system calls. Throws when it is closed: the number may be someone else's.
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
