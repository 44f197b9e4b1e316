package keepalived.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import org.junit.jupiter.api.Test;

class JournalTest {

  private static final Instant WHEN = Instant.parse("2026-11-21T10:23:18.5Z");

  private final List<String> written = Collections.synchronizedList(new ArrayList<>());

  @Test
  void writesInOrderAndByDetail() {
    var journal = new Journal(() -> WHEN, 1, () -> line -> written.add(line.text()));
    journal.info(Part.VRRP, "one");
    journal.log(Part.VRRP, Level.DETAIL, "two");
    journal.log(Part.VRRP, Level.DEBUG, "only with -D -D");
    journal.close();
    assertEquals(List.of("one", "two"), written);
    assertEquals(0, journal.dropped());
  }

  /// No class of the log library is loaded before the start is over, and no line is lost.
  @Test
  void holdsLinesUntilTheStartIsOver() {
    var made = new CountDownLatch(1);
    var journal =
        Journal.held(
            () -> WHEN,
            0,
            () -> {
              made.countDown();
              return line -> written.add(line.text());
            });
    journal.info(Part.PARENT, "during the start");
    journal.begin();
    journal.info(Part.PARENT, "after it");
    journal.close();
    assertEquals(0, made.getCount());
    assertEquals(List.of("during the start", "after it"), written);
  }

  /// A log that stalls costs lines, never time; the number of lost lines is logged.
  @Test
  void neverBlocksAndCountsWhatItDrops() throws Exception {
    var stuck = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    var journal =
        new Journal(
            () -> WHEN,
            0,
            () ->
                line -> {
                  reached.countDown();
                  try {
                    stuck.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  written.add(line.text());
                });
    journal.info(Part.PARENT, "first");
    reached.await();
    for (int i = 0; i < 10_000; i++) {
      journal.info(Part.PARENT, "line " + i);
    }
    assertEquals(10_000 - 8192, journal.dropped());
    stuck.countDown();
    while (journal.dropped() == 10_000 - 8192 && written.size() < 8194) {
      Thread.onSpinWait();
    }
    journal.close();
    assertTrue(
        written.stream().anyMatch(t -> t.startsWith("1808 log lines were lost")),
        () -> written.toString());
  }

  /// Whatever a sink or its creation throws: the writer continues, and the lost lines are logged.
  @Test
  void aSinkThatThrowsCostsItsLinesOnly() {
    var makings = new AtomicInteger();
    var journal =
        new Journal(
            () -> WHEN,
            0,
            () -> {
              if (makings.incrementAndGet() == 1) {
                throw new IllegalStateException("no socket");
              }
              return line -> {
                if (line.text().startsWith("bad")) {
                  throw new OutOfMemoryError("for this line");
                }
                written.add(line.text());
              };
            });
    for (String text : List.of("lost", "one", "bad 1", "bad 2", "two")) {
      journal.info(Part.PARENT, text);
    }
    journal.close();
    assertEquals(
        List.of(
            "one",
            "1 log lines were lost: java.lang.IllegalStateException: no socket",
            "two",
            "2 log lines were lost: java.lang.OutOfMemoryError: for this line"),
        written);
  }

  @Test
  void textsOfOthersCannotForgeALine() {
    var journal = new Journal(() -> WHEN, 1, () -> line -> written.add(line.text()));
    journal.info(Part.VRRP, "script said: ok\nNov 21 10:23:18 host root: \u001b[2J\r\u202e");
    journal.close();
    assertEquals(
        List.of("script said: ok\\nNov 21 10:23:18 host root: \\x1b[2J\\r\\u202e"), written);
  }

  @Test
  void consoleLinesLookLikeCtime() {
    assertEquals(
        "Sat Nov 21 10:23:18 2026: (VI_1) Entering MASTER STATE",
        TextLayout.console(WHEN, "(VI_1) Entering MASTER STATE", ZoneOffset.UTC));
    assertEquals(
        "Wed Jul  1 00:00:00 2026: x",
        TextLayout.console(Instant.parse("2026-07-01T00:00:00Z"), "x", ZoneOffset.UTC));
  }

  @Test
  void syslogLinesFollowRfc3164() {
    var line = new JournalEntry(WHEN, new LogLine(Part.VRRP, Level.INFO, "hello"), "vrrp");
    assertEquals(
        "<30>Nov 21 10:23:18 Keepalived_vrrp[42]: hello",
        TextLayout.syslog(line, "Keepalived_vrrp[42]", 3, ZoneOffset.UTC));
  }
}
