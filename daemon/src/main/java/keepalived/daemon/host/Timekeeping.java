package keepalived.daemon.host;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
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

  public Timekeeping(Consumer<String> warn) {
    this.warn = warn;
  }

  /// Applies settings to the calling thread; nothing is done when they are as before.
  public void apply(Scheduling wanted) {
    if (wanted.equals(applied)) {
      return;
    }
    if (wanted.realTimePriority().isPresent()) {
      int priority = wanted.realTimePriority().getAsInt();
      say("real-time priority " + priority, Realtime.roundRobin(priority));
      // A thread that never waits again would take its CPU for good.
      var limit = longer(wanted.rlimitRttime(), LIMIT_LEAST);
      say("real-time limit", Realtime.timeLimit(limit.dividedBy(2), limit));
    } else if (applied.realTimePriority().isPresent()) {
      say("normal scheduling", Realtime.normal());
    }
    if (wanted.nice().isPresent() && wanted.realTimePriority().isEmpty()) {
      say("nice value " + wanted.nice().getAsInt(), Realtime.nice(wanted.nice().getAsInt()));
    }
    if (!wanted.cpus().equals(applied.cpus()) && !wanted.cpus().isEmpty()) {
      say("CPU affinity " + wanted.cpus(), Realtime.cpus(new HashSet<>(wanted.cpus())));
    }
    if (wanted.lockMemory() && !applied.lockMemory()) {
      say("locking memory", Realtime.lockMemory());
    }
    applied = wanted;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }

  private void say(String what, Optional<LinuxException> refused) {
    refused.ifPresent(e -> warn.accept("Unable to set " + what + ": " + e.getMessage()));
  }
}
