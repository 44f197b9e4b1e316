package keepalived.daemon.process;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.Realtime;

/// Whether the memory of the process is locked: it is one, whatever number of parts ask for it
/// (`vrrp_no_swap`, `checker_no_swap`, `bfd_no_swap`).
public final class MemoryLock {

  private static final Set<Object> HOLDERS = new HashSet<>();

  private MemoryLock() {}

  /// Locks with the first that wants it, unlocks with the last that does not any more; what the
  /// kernel refused.
  public static synchronized Optional<LinuxException> wanted(Object part, boolean wanted) {
    boolean before = !HOLDERS.isEmpty();
    if (wanted) {
      HOLDERS.add(part);
    } else {
      HOLDERS.remove(part);
    }
    boolean after = !HOLDERS.isEmpty();
    if (before == after) {
      return Optional.empty();
    }
    return after ? Realtime.lockMemory() : Realtime.unlockMemory();
  }
}
