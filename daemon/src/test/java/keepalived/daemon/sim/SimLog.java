package keepalived.daemon.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import keepalived.daemon.log.JournalEntry;
import keepalived.daemon.log.LogOutputs;
import keepalived.daemon.log.Outlet;

/// The log outputs of a machine: standard error, and a file that may refuse lines. The journal
/// writes on a thread of its own, in real time.
final class SimLog {

  static final String MARK = "up to here";

  /// Seconds that the thread of the journal may need on a busy machine.
  private static final int PATIENCE = 20;

  private final Planted planted;
  private final Semaphore marks = new Semaphore(0);
  private final List<String> screen = new ArrayList<>();
  private final List<String> file = new ArrayList<>();
  private Optional<String> refusal = Optional.empty();

  /// The writer has ended or hangs, as that of the old code did.
  private boolean dead;

  SimLog(Planted planted) {
    this.planted = planted;
  }

  private record Place(String name, Function<JournalEntry, Optional<String>> to) implements Outlet {

    @Override
    public Optional<String> write(JournalEntry line, boolean patient) {
      return to.apply(line);
    }
  }

  LogOutputs outputs() {
    var standardError = new Place("standard error", this::toScreen);
    return LogOutputs.to(
        List.of(new Place("log file", this::toFile), standardError), () -> standardError);
  }

  private synchronized Optional<String> toScreen(JournalEntry line) {
    if (line.text().equals(MARK)) {
      marks.release();
    } else if (!dead) {
      screen.add(text(line));
    }
    return Optional.empty();
  }

  private synchronized Optional<String> toFile(JournalEntry line) {
    dead |=
        refusal.isPresent() && (planted == Planted.LOG_DIES || planted == Planted.PLACES_TRUSTED);
    if (refusal.isEmpty() && !dead) {
      file.add(text(line));
    }
    return refusal;
  }

  /// The old code wrote the texts of others as they came.
  private String text(JournalEntry line) {
    return planted == Planted.TEXT_AS_IT_CAME
        ? line.text().replace("\\x1b", "\u001b").replace("\\x07", "\u0007")
        : line.text();
  }

  /// The file takes no line from now on, or lines again.
  synchronized void refuse(Optional<String> why) {
    refusal = why;
  }

  synchronized List<String> screen() {
    return List.copyOf(screen);
  }

  synchronized List<String> file() {
    return List.copyOf(file);
  }

  /// Waits until the mark is written.
  void awaitMark() {
    try {
      if (!marks.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the writer of the log stands still");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
