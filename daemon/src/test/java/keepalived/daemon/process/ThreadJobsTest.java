package keepalived.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import keepalived.core.log.Level;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.JournalEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadJobsTest {

  private final List<JournalEntry> lines = new CopyOnWriteArrayList<>();
  private final Journal journal = new Journal(InstantSource.system(), 0, () -> lines::add);

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void whatAJobThrowsIsLoggedAndHandedOn() {
    var jobs = new ThreadJobs(journal, (_, body) -> body.run());
    for (var thrown : List.of(new IllegalStateException("a bug"), new OutOfMemoryError("heap"))) {
      var failures = new ArrayList<Throwable>();
      assertTrue(jobs.start("dump", () -> sneak(thrown), failures::add));
      assertEquals(List.of(thrown), failures);
    }
    journal.close();
    var texts = lines.stream().map(JournalEntry::text).toList();
    assertTrue(
        texts.contains("internal error in dump: java.lang.OutOfMemoryError: heap"),
        texts::toString);
    assertTrue(
        texts.contains("internal error in dump: java.lang.IllegalStateException: a bug"),
        texts::toString);
    assertTrue(lines.stream().allMatch(line -> line.level() == Level.ERROR));
  }

  private static void sneak(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalArgumentException(thrown);
    }
  }

  @Test
  void aThreadThatIsRefusedIsSaid() {
    var jobs =
        new ThreadJobs(
            journal,
            (_, _) -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    assertFalse(jobs.start("reload", () -> {}));
    journal.close();
    assertEquals("reload cannot start: unable to create native thread", lines.getFirst().text());
  }
}
