package keepalived.daemon.notify;

import java.util.List;
import java.util.Optional;
import keepalived.core.log.Level;
import keepalived.daemon.script.Launcher.NotStarted;
import keepalived.daemon.script.Launcher.Running;
import keepalived.daemon.script.Program;
import keepalived.daemon.script.ScriptBook;

/// The script that reads a notify FIFO. It is started once, with the path as its last argument, and
/// not restarted when it ends.
final class FifoReader {

  private final NotifyFifo.Place place;
  private final ScriptRun.Ports ports;
  private Optional<Running> running = Optional.empty();
  private boolean unwanted;
  private Runnable whenEnded = () -> {};

  private FifoReader(NotifyFifo.Place place, ScriptRun.Ports ports) {
    this.place = place;
    this.ports = ports;
  }

  static FifoReader start(
      NotifyFifo.Place place, Program program, ScriptBook book, ScriptRun.Ports ports) {
    var reader = new FifoReader(place, ports);
    var objection = book.objection(program);
    if (objection.isPresent()) {
      ports.counts().add(Count.SCRIPTS_REFUSED);
      ports.journal().log(place.part(), Level.ERROR, objection.get());
      return reader;
    }
    var launch = book.launch(program, List.of(place.path().toString()));
    switch (ports.launcher().start(launch, _ -> reader.ended())) {
      case Running started -> {
        ports.counts().add(Count.SCRIPTS_STARTED);
        reader.running = Optional.of(started);
      }
      case NotStarted(var reason) -> {
        ports.counts().add(Count.SCRIPTS_NOT_STARTED);
        reader.log(Level.ERROR, "could not be started: " + reason);
      }
    }
    return reader;
  }

  private void ended() {
    running = Optional.empty();
    whenEnded.run();
    if (!unwanted) {
      ports.counts().add(Count.FIFO_READERS_ENDED);
      log(Level.INFO, "terminated");
    }
  }

  private void log(Level severity, String what) {
    String words = place.word().replace('_', ' ');
    ports.journal().log(place.part(), severity, words + " fifo script " + what);
  }

  /// Signals the reader to end. It still receives unread and final lines.
  void dismiss() {
    unwanted = true;
    running.ifPresent(Running::terminate);
  }

  /// The FIFO was closed. The reader may read the rest, is then signalled to end unless it already
  /// was, and is killed at last.
  ///
  /// @param then called when the reader has ended, at once if it already has
  void retire(Runnable then) {
    if (running.isEmpty()) {
      then.run();
      return;
    }
    whenEnded = then;
    var loop = ports.loop();
    var grace = ports.timing().grace();
    if (!unwanted) {
      loop.after(grace.dividedBy(2), this::dismiss);
    }
    unwanted = true;
    loop.after(grace, () -> running.ifPresent(Running::kill));
  }

  boolean isRunning() {
    return running.isPresent();
  }
}
