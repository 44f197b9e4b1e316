package keepalived.daemon.notify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.loop.Loop;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.daemon.log.Journal;
import keepalived.daemon.mail.Mailer;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.ScriptBook;

/// Notifies operators by script, FIFO and mail. May be called from any thread; notifications are
/// processed in the order of the calls on a separate loop.
public final class Notifier implements Consumer<VrrpNotification> {

  /// Dependencies of the notifier.
  ///
  /// @param loop not an engine's: files are checked and programs started on it
  /// @param launcher reports ends of programs on this loop
  public record Ports(Loop loop, Launcher launcher, Journal journal, Mailer post) {}

  private final Loop loop;
  private final ScriptTiming timing;
  private final Counts counts = new Counts();
  private final ScriptNotifier scripts;
  private final FifoNotifier fifos;
  private final MailNotifier mail;
  private Subjects subjects = Subjects.NONE;

  public Notifier(Ports ports, ScriptTiming timing, ScriptBook none) {
    loop = ports.loop();
    this.timing = timing;
    var running = new ScriptRun.Ports(loop, ports.launcher(), ports.journal(), timing, counts);
    scripts = new ScriptNotifier(running, none);
    fifos = new FifoNotifier(running);
    mail = new MailNotifier(ports.post());
  }

  /// Called at start and at each reload, before the notifications that follow from the
  /// configuration.
  public void reconfigure(Config config, ScriptBook book) {
    loop.post(
        () -> {
          subjects = subjects.next(config);
          scripts.reconfigure(book);
          fifos.reconfigure(config.global(), book);
          mail.reconfigure(config.global());
        });
  }

  @Override
  public void accept(VrrpNotification notification) {
    loop.post(() -> tell(NotifyPlanner.of(notification, subjects)));
  }

  public void accept(ServiceNotification notice) {
    loop.post(() -> tell(NotifyPlanner.of(notice)));
  }

  /// Repeats states to the FIFOs only (`fifo_write_vrrp_states_on_reload`).
  public void repeatToFifos(List<VrrpNotification> states) {
    loop.post(
        () -> {
          for (var state : states) {
            var deliveries = NotifyPlanner.of(state, subjects);
            deliveries.line().ifPresent(line -> fifos.write(deliveries.subject().part(), line));
          }
        });
  }

  private void tell(NotifyActions deliveries) {
    scripts.run(deliveries);
    deliveries.line().ifPresent(line -> fifos.write(deliveries.subject().part(), line));
    deliveries.alert().ifPresent(alert -> mail.send(deliveries.subject(), alert));
  }

  /// Called before the last notifications.
  public void stopping() {
    loop.post(fifos::stopping);
  }

  /// Called after the last notification. Scripts have [ScriptTiming#grace] to end and are then
  /// killed; FIFOs are closed, those that we made are removed, and their readers are ended.
  ///
  /// @param done called once on the loop, when none of our programs runs any more or the time is
  ///   over
  public void stop(Runnable done) {
    loop.post(
        () -> {
          scripts.hurry();
          fifos.stop();
          var deadline = loop.now().plus(timing.grace());
          loop.at(deadline, scripts::kill);
          awaitEnd(deadline, done);
        });
  }

  private void awaitEnd(MonoTime deadline, Runnable done) {
    if (scripts.isIdle() && fifos.isIdle() || deadline.plus(timing.grace()).reached(loop.now())) {
      done.run();
    } else {
      loop.after(Duration.ofMillis(20), () -> awaitEnd(deadline, done));
    }
  }

  public Map<Count, Long> counts() {
    return counts.all();
  }
}
