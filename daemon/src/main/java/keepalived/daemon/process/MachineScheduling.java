package keepalived.daemon.process;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import keepalived.core.config.GlobalSettings.Process;
import keepalived.core.config.GlobalSettings.Scheduling;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.MachineThreads;

/// Has the rest of the process keep up with its real-time loops. A real-time priority that ends at
/// the loop's own thread would be no use: the loop waits for the others at each garbage collection.
public final class MachineScheduling {

  private final Consumer<String> warn;
  private OptionalInt applied = OptionalInt.empty();

  public MachineScheduling(Consumer<String> warn) {
    this.warn = warn;
  }

  /// Called after the loops have taken over the settings: those that are real-time are left alone.
  /// Done anew at each reload, for threads that have started since.
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
