package keepalived.tracking.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessCensusTest {

  private static final Program DAEMON = new Program("daemon", List.of("daemon"));

  private final ProcessCensus census = new ProcessCensus();

  private void scan(Integer... pids) {
    census.scanBegins();
    census.scanned(found(pids));
  }

  private static Map<Integer, Program> found(Integer... pids) {
    var found = new java.util.HashMap<Integer, Program>();
    Set.of(pids).forEach(pid -> found.put(pid, DAEMON));
    return found;
  }

  @Test
  void aChildIsTheSameProgramUntilItRunsAnother() {
    scan(1);
    assertTrue(census.forked(1, 2));
    assertEquals(2, census.programs().size());
    int look = census.changed(2);
    assertTrue(census.seen(2, look, Optional.empty()));
    assertEquals(1, census.programs().size());
    assertFalse(census.forked(7, 8));
  }

  @Test
  void aProcessThatEndsWhileItIsLookedAtDoesNotStay() {
    int look = census.changed(5);
    assertFalse(census.exited(5));
    assertFalse(census.seen(5, look, Optional.of(DAEMON)));
    assertTrue(census.programs().isEmpty());
  }

  @Test
  void aChildOfAProcessThatIsLookedAtMustBeLookedAtToo() {
    int look = census.changed(5);
    assertFalse(census.forked(5, 6));
    assertTrue(census.uncertain(5));
    census.seen(5, look, Optional.of(DAEMON));
    assertFalse(census.uncertain(5));
  }

  @Test
  void theLastLookCounts() {
    int first = census.changed(5);
    int second = census.changed(5);
    assertTrue(census.seen(5, second, Optional.of(DAEMON)));
    assertFalse(census.seen(5, first, Optional.empty()));
    assertEquals(1, census.programs().size());
  }

  @Test
  void whatHappensDuringAScanIsNewerThanWhatItFinds() {
    scan(1, 2);
    census.scanBegins();
    census.exited(2);
    census.exited(3);
    int look = census.changed(4);
    assertTrue(census.seen(4, look, Optional.of(DAEMON)));
    census.forked(1, 5);
    var again = census.scanned(found(1, 2, 3));
    assertEquals(Set.of(2, 3, 4, 5), again.keySet());
    assertEquals(3, census.programs().size());
    again.forEach((pid, number) -> census.seen(pid, number, Optional.empty()));
    assertEquals(1, census.programs().size());
  }

  @Test
  void aScanForgetsWhatIsGone() {
    scan(1, 2);
    scan(2);
    assertEquals(1, census.programs().size());
    assertFalse(census.exited(1));
  }
}
