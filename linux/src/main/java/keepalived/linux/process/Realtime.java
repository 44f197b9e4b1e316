package keepalived.linux.process;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// Scheduling and memory of the calling thread and the process. A refusal (missing capability, a
/// cgroup without real-time budget, a limit) is returned as a value: the caller logs it and
/// continues.
public final class Realtime {

  // linux/sched.h
  static final int SCHED_OTHER = 0;
  private static final int SCHED_RR = 2;
  private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

  // linux/mman.h
  private static final int MCL_CURRENT = 1;
  private static final int MCL_FUTURE = 2;
  private static final int MCL_ONFAULT = 4;

  private static final int CALLER = 0; // sched_setscheduler(2)
  private static final int PRIO_PROCESS = 0; // linux/resource.h: on Linux it means one thread
  private static final int RLIMIT_RTTIME = 15; // asm-generic/resource.h
  private static final int MOST_CPUS = 1024; // bits/cpu-set.h, CPU_SETSIZE

  private Realtime() {}

  /// Puts the calling thread into the round-robin class with a priority from 1 to 99. Its children
  /// start in the normal class.
  public static Optional<LinuxException> roundRobin(int priority) {
    return roundRobin(CALLER, priority);
  }

  static Optional<LinuxException> roundRobin(int thread, int priority) {
    return schedule(thread, SCHED_RR | SCHED_RESET_ON_FORK, priority);
  }

  /// Puts the calling thread back into the normal class.
  public static Optional<LinuxException> normal() {
    return normal(CALLER);
  }

  static Optional<LinuxException> normal(int thread) {
    return schedule(thread, SCHED_OTHER, 0);
  }

  /// Sets the nice value of the calling thread, -20 to 19. Its children start with 0 if it is
  /// negative.
  public static Optional<LinuxException> nice(int value) {
    return nice(Native.LIBC.gettid(), value);
  }

  static Optional<LinuxException> nice(int thread, int value) {
    var scheduled = schedule(thread, SCHED_OTHER | SCHED_RESET_ON_FORK, 0);
    if (scheduled.isPresent()) {
      return scheduled;
    }
    return outcome(
        "setpriority(" + value + ")", Native.LIBC.setpriority(PRIO_PROCESS, thread, value));
  }

  /// The calling thread's nice value.
  public static int nice() {
    return Native.LIBC.getpriority(PRIO_PROCESS, CALLER);
  }

  private static Optional<LinuxException> schedule(int thread, int policy, int priority) {
    var parameters = Native.allocate(4).putInt(0, priority); // struct sched_param
    return outcome(
        "sched_setscheduler(" + priority + ")",
        Native.LIBC.sched_setscheduler(thread, policy, parameters));
  }

  /// Restricts the calling thread, and the threads it starts, to these CPUs.
  public static Optional<LinuxException> cpus(Set<Integer> cpus) {
    var mask = Native.allocate(MOST_CPUS / 8);
    for (int cpu : cpus) {
      if (cpu < 0 || cpu >= MOST_CPUS) {
        throw new IllegalArgumentException("CPU " + cpu);
      }
      mask.putLong(cpu / 64 * 8, mask.getLong(cpu / 64 * 8) | (1L << (cpu % 64)));
    }
    return outcome(
        "sched_setaffinity(" + cpus + ")",
        Native.LIBC.sched_setaffinity(CALLER, mask.capacity(), mask));
  }

  /// The CPUs that the calling thread may run on.
  public static Set<Integer> cpus() {
    var mask = Native.allocate(MOST_CPUS / 8);
    if (Native.LIBC.sched_getaffinity(CALLER, mask.capacity(), mask) < 0) {
      throw new LinuxException("sched_getaffinity", Native.errno());
    }
    var cpus = new TreeSet<Integer>();
    for (int cpu = 0; cpu < MOST_CPUS; cpu++) {
      if ((mask.getLong(cpu / 64 * 8) >> (cpu % 64) & 1) != 0) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }

  /// Locks the pages of the process in memory, each from its first use on.
  public static Optional<LinuxException> lockMemory() {
    return outcome("mlockall", Native.LIBC.mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT));
  }

  /// Undoes [#lockMemory].
  public static Optional<LinuxException> unlockMemory() {
    return outcome("munlockall", Native.LIBC.munlockall());
  }

  /// Limits how long a real-time thread of the process may run without blocking: after `soft` the
  /// kernel sends XCPU every second, after `hard` KILL.
  public static Optional<LinuxException> timeLimit(Duration soft, Duration hard) {
    var limit = Native.allocate(16); // struct rlimit, in microseconds
    limit.putLong(0, soft.toNanos() / 1000).putLong(8, hard.toNanos() / 1000);
    return outcome("prlimit(RLIMIT_RTTIME)", Native.LIBC.prlimit(0, RLIMIT_RTTIME, limit, null));
  }

  private static Optional<LinuxException> outcome(String call, int result) {
    return result < 0 ? Optional.of(new LinuxException(call, Native.errno())) : Optional.empty();
  }
}
