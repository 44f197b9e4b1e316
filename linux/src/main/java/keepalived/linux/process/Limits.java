package keepalived.linux.process;

import java.util.Optional;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// Resource limits of this process (getrlimit(2)). A refusal is returned as a value.
public final class Limits {

  private static final int RLIMIT_CORE = 4; // asm-generic/resource.h
  private static final long INFINITY = -1;

  private Limits() {}

  /// Raises the limit on core dumps as far as permitted.
  public static Optional<LinuxException> liftCoreSize() {
    var limit = Native.allocate(16); // struct rlimit: soft, hard
    limit.putLong(0, INFINITY).putLong(8, INFINITY);
    if (Native.LIBC.prlimit(0, RLIMIT_CORE, limit, null) == 0) {
      return Optional.empty();
    }
    var previous = Native.allocate(16);
    if (Native.LIBC.prlimit(0, RLIMIT_CORE, null, previous) == 0) {
      previous.putLong(0, previous.getLong(8));
      if (Native.LIBC.prlimit(0, RLIMIT_CORE, previous, null) == 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new LinuxException("prlimit(RLIMIT_CORE)", Native.errno()));
  }
}
