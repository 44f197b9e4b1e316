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

/// How the kernel schedules the thread of a loop (`vrrp_rt_priority`, `vrrp_priority`,
/// `vrrp_cpu_affinity`, `vrrp_no_swap` and their kin). Used on that thread. What is refused is said
/// once and changes nothing else: a daemon without the privilege still does its work.
public final class Timekeeping {

  /// What a thread of a virtual machine may need without a wait: a garbage collection, classes that
  /// are loaded at a reload. The original's 10 ms would end us in the midst of one.
  private static final Duration LIMIT_LEAST = Duration.ofSeconds(2);

  private final Consumer<String> warn;
  private Scheduling applied = Scheduling.DEFAULT;
  private OptionalInt niceBefore = OptionalInt.empty();
  private Set<Integer> cpusBefore = Set.of();

  public Timekeeping(Consumer<String> warn) {
    this.warn = warn;
  }

  /// Applies settings to the calling thread; what is no longer set becomes as it was at the start.
  /// Nothing is done when they are as before.
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
      // A thread that never waits again would take its CPU for good.
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
