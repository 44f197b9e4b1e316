package keepalived.linux.libc;

import com.kenai.jffi.LastError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The bound C library, and what each call needs: memory, addresses, the error number.
public final class Native {

  public static final LibC LIBC = new Glibc();

  private Native() {}

  /// The error of the last failed call of this thread. Undefined after a success.
  public static Errno errno() {
    return Errno.of(LastError.getInstance().get());
  }

  /// Returns the result; throws [LinuxException] when it is negative.
  public static long check(String call, long result) {
    if (result < 0) {
      throw new LinuxException(call, errno());
    }
    return result;
  }

  /// As [#check(String, long)] for functions that return an int.
  public static int check(String call, int result) {
    if (result < 0) {
      throw new LinuxException(call, errno());
    }
    return result;
  }

  /// Zeroed memory that native code can access, in the byte order of this machine.
  public static ByteBuffer allocate(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /// The address of a direct buffer's position, for pointers in structures. The caller must keep
  /// the buffer reachable until the call returns.
  public static long address(ByteBuffer direct) {
    return NativeFunction.address(direct);
  }
}
