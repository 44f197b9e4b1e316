package keepalived.linux.libc;

import com.kenai.jffi.LastError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The bound C library, and what every call of it needs: memory, addresses, the error number.
public final class Native {

  public static final LibC LIBC = new Glibc();

  private Native() {}

  /// The error number that the last failed call of this thread left. Meaningless after a success.
  public static Errno errno() {
    return Errno.of(LastError.getInstance().get());
  }

  /// Passes a result through, or throws when the call returned a negative one.
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

  /// Zeroed memory that native code can see, in the byte order of this machine.
  public static ByteBuffer allocate(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /// The address of a direct buffer's position, for pointers inside structures. The caller keeps
  /// the buffer reachable until the call has returned.
  public static long address(ByteBuffer direct) {
    return NativeFunction.address(direct);
  }
}
