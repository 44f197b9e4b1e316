package keepalived.daemon;

import keepalived.daemon.host.Supervisor;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.Part;
import keepalived.daemon.log.Severity;

/// What the watchdog finds, for the log and the service manager.
final class LoopReports implements Watchdog.Listener {

  private final Journal journal;
  private final Supervisor supervisor;

  LoopReports(Journal journal, Supervisor supervisor) {
    this.journal = journal;
    this.supervisor = supervisor;
  }

  @Override
  public void stuck(String loop, StackTraceElement[] stack) {
    journal.log(Part.PARENT, Severity.ALERT, "the loop " + loop + " does not answer; it is");
    for (var frame : stack) {
      journal.log(Part.PARENT, Severity.ALERT, "    at " + frame);
    }
  }

  @Override
  public void recovered(String loop) {
    journal.log(Part.PARENT, Severity.WARNING, "the loop " + loop + " answers again");
  }

  @Override
  public void alive() {
    supervisor.alive();
  }
}
