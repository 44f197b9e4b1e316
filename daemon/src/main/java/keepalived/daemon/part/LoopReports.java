package keepalived.daemon.part;

import java.util.function.BooleanSupplier;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.log.Journal;
import keepalived.daemon.process.Supervisor;

/// Reports the watchdog's findings to the log and the service manager, and trims the heap at the
/// same intervals.
public final class LoopReports implements Watchdog.Listener {

  private final Journal journal;
  private final Supervisor supervisor;
  private final BooleanSupplier patient;
  private final HeapTrim heap = HeapTrim.ofThisProcess();

  /// @param patient whether the peers tolerate a pause of some hundredths of a second
  public LoopReports(Journal journal, Supervisor supervisor, BooleanSupplier patient) {
    this.patient = patient;
    this.journal = journal;
    this.supervisor = supervisor;
  }

  @Override
  public void stuck(String loop, StackTraceElement[] stack) {
    journal.log(Part.PARENT, Level.ALERT, "the loop " + loop + " does not answer; it is");
    for (var frame : stack) {
      journal.log(Part.PARENT, Level.ALERT, "    at " + frame);
    }
  }

  @Override
  public void recovered(String loop) {
    journal.log(Part.PARENT, Level.WARNING, "the loop " + loop + " answers again");
  }

  @Override
  public void failed(Throwable error) {
    journal.log(Part.PARENT, Level.ERROR, "internal error in watchdog: " + error);
  }

  @Override
  public void alive() {
    supervisor.alive();
    if (patient.getAsBoolean()) {
      heap.look();
    }
  }
}
