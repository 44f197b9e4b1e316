package keepalived.daemon.process;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.Realtime;

/// Locks the memory of the process, which its parts share, while any of them asks for it
/// (`vrrp_no_swap`, `checker_no_swap`, `bfd_no_swap`).
public final class MemoryLock {

  private static final Set<Object> HOLDERS = new HashSet<>();

  private MemoryLock() {}

  /// Locks for the first part that wants it, unlocks when no part wants it any more; returns the
  /// kernel's refusal.
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
