package keepalived.daemon.process;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import keepalived.core.config.GlobalSettings.Process;
import keepalived.core.config.GlobalSettings.Scheduling;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.MachineThreads;

/// Schedules the other threads of the process according to its real-time loops. A real-time
/// priority for the loop's own thread is not enough: at each garbage collection the loop waits for
/// the others.
public final class MachineScheduling {

  private final Consumer<String> warn;
  private OptionalInt applied = OptionalInt.empty();

  public MachineScheduling(Consumer<String> warn) {
    this.warn = warn;
  }

  /// Applies the settings. Called after the loops have applied theirs; real-time threads are left
  /// alone. Called again at each reload, for threads that have started since.
  public void follow(Process settings) {
    var highest =
        settings.scheduling().values().stream()
            .map(Scheduling::realTimePriority)
            .filter(OptionalInt::isPresent)
            .mapToInt(OptionalInt::getAsInt)
            .max();
    if (highest.isPresent()) {
      say(MachineThreads.support(highest.getAsInt()));
    } else if (applied.isPresent()) {
      say(MachineThreads.release());
    }
    applied = highest;
  }

  private void say(Optional<LinuxException> refused) {
    refused.ifPresent(
        e -> warn.accept("Unable to schedule the virtual machine: " + e.getMessage()));
  }
}
