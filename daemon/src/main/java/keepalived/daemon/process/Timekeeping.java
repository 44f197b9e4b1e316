package keepalived.daemon.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.core.config.GlobalSettings.Scheduling;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.Realtime;

/// Scheduling of a loop's thread by the kernel (`vrrp_rt_priority`, `vrrp_priority`,
/// `vrrp_cpu_affinity`, `vrrp_no_swap` and the like). Used on that thread. A refusal is logged
/// once, and the other settings still apply: a daemon without the privilege does its work.
public final class Timekeeping {

  /// Least limit of CPU time without blocking. A JVM thread may need this long for a garbage
  /// collection, or for loading classes at a reload; the original's 10 ms would end the process
  /// during one.
  private static final Duration LIMIT_LEAST = Duration.ofSeconds(2);

  private final Consumer<String> warn;
  private Scheduling applied = Scheduling.DEFAULT;
  private OptionalInt niceBefore = OptionalInt.empty();
  private Set<Integer> cpusBefore = Set.of();

  public Timekeeping(Consumer<String> warn) {
    this.warn = warn;
  }

  /// Applies settings to the calling thread; settings that are no longer configured return to their
  /// value at start. Does nothing when the settings are unchanged.
  public void apply(Scheduling wanted) {
    if (wanted.equals(applied)) {
      return;
    }
    realTime(wanted);
    if (wanted.realTimePriority().isEmpty()) {
      nice(wanted.nice());
    }
    if (!wanted.cpus().equals(applied.cpus())) {
      cpus(wanted.cpus());
    }
    if (wanted.lockMemory() != applied.lockMemory()) {
      say("locking memory", MemoryLock.wanted(this, wanted.lockMemory()));
    }
    applied = wanted;
  }

  private void realTime(Scheduling wanted) {
    if (wanted.realTimePriority().isPresent()) {
      int priority = wanted.realTimePriority().getAsInt();
      say("real-time priority " + priority, Realtime.roundRobin(priority));
      // A thread that never blocks would otherwise occupy its CPU for good.
      var limit = longer(wanted.rlimitRttime(), LIMIT_LEAST);
      say("real-time limit", Realtime.timeLimit(limit.dividedBy(2), limit));
    } else if (applied.realTimePriority().isPresent()) {
      say("normal scheduling", Realtime.normal());
    }
  }

  private void nice(OptionalInt wanted) {
    if (wanted.isPresent()) {
      niceBefore = niceBefore.isPresent() ? niceBefore : OptionalInt.of(Realtime.nice());
      say("nice value " + wanted.getAsInt(), Realtime.nice(wanted.getAsInt()));
    } else if (applied.nice().isPresent() && niceBefore.isPresent()) {
      say("nice value " + niceBefore.getAsInt(), Realtime.nice(niceBefore.getAsInt()));
    }
  }

  private void cpus(List<Integer> wanted) {
    cpusBefore = cpusBefore.isEmpty() ? Realtime.cpus() : cpusBefore;
    var cpus = wanted.isEmpty() ? cpusBefore : new HashSet<>(wanted);
    say("CPU affinity " + cpus, Realtime.cpus(cpus));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  private void say(String what, Optional<LinuxException> refused) {
    refused.ifPresent(e -> warn.accept("Unable to set " + what + ": " + e.getMessage()));
  }
}
