package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import keepalived.interop.Encounter.Peer;
import keepalived.lab.Await;
import keepalived.lab.Lab;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Every dialect with every peer: exactly one master, the right one, before and after the master
/// fails in each way; and no complaint in the peer's log.
@Tag("linux")
class VrrpMatrixTest {

  /// One encounter of two routers that speak all dialects at the same time.
  private static final class Play {

    private final Encounter encounter;
    private final Map<Dialect, String> problems = new LinkedHashMap<>();
    private String complaints = "";
    private String logs = "";

    Play(Encounter encounter) {
      this.encounter = encounter;
      encounter.dialects().forEach(dialect -> problems.put(dialect, ""));
    }

    /// Plays, then gives a test for each dialect, and one for the complaints of the peer.
    Stream<DynamicTest> tests() {
      try (var lab = new Lab()) {
        run(lab);
      }
      var cells =
          problems.entrySet().stream()
              .map(
                  cell ->
                      DynamicTest.dynamicTest(
                          cell.getKey() + ", " + encounter,
                          () -> assertEquals("", cell.getValue(), () -> logs)));
      return Stream.concat(
          cells,
          Stream.of(
              DynamicTest.dynamicTest(
                  "no complaints, " + encounter, () -> assertEquals("", complaints, () -> logs))));
    }

    private void run(Lab lab) {
      boolean weAreMaster = encounter.weAreMaster();
      var dialects = encounter.dialects();
      var us = new Router(lab, 1, Peer.OURSELVES, dialects);
      var peer = new Router(lab, 2, encounter.peer(), dialects);
      var master = weAreMaster ? us : peer;
      var backup = weAreMaster ? peer : us;
      master.start(150);
      backup.start(100);
      expect("the master is not master alone", d -> master.holds(d) && !backup.holds(d));
      // Longer than three intervals and the skew: a backup that hears no adverts becomes master.
      Await.pass(Duration.ofSeconds(4));
      note("the backup is master too", backup::holds);

      fail(lab, master);
      expect("the backup does not take over", backup::holds);
      if (encounter.masterLetsGo()) {
        expect("the old master does not let go", d -> !master.holds(d));
      }
      complaints = peer.complaints();
      logs = us.log() + "\n" + peer.log();
    }

    /// Waits until it holds in all dialects.
    private void expect(String problem, Predicate<Dialect> holds) {
      Await.holdsWithin(Await.LIMIT, () -> problems.keySet().stream().allMatch(holds));
      note(problem, holds.negate());
    }

    private void note(String problem, Predicate<Dialect> wrong) {
      problems.replaceAll((d, known) -> known.isEmpty() && wrong.test(d) ? problem : known);
    }

    private void fail(Lab lab, Router master) {
      switch (encounter.fault()) {
        case KILL -> master.kill();
        case GRACEFUL -> master.stop();
        case LINK_DOWN -> lab.unplug(master.machine());
        case PRIORITY -> master.lowerPriority();
      }
    }
  }

  @TestFactory
  Stream<DynamicContainer> cells() {
    String only = System.getProperty("matrix", "");
    return Encounter.all().stream()
        .filter(encounter -> encounter.toString().contains(only))
        .map(
            encounter ->
                DynamicContainer.dynamicContainer(
                    encounter.toString(),
                    // Played when the container runs: side by side with others.
                    Stream.of(encounter).flatMap(each -> new Play(each).tests())));
  }

  /// Cells that a peer cannot run are listed, so that a hole in the matrix is a decision.
  @TestFactory
  Stream<DynamicTest> impossibleCells() {
    return Arrays.stream(Peer.values())
        .flatMap(
            peer ->
                Dialect.all().stream()
                    .filter(dialect -> !peer.lacks(dialect).isEmpty())
                    .map(
                        dialect ->
                            DynamicTest.dynamicTest(
                                dialect + ", peer " + peer + ": " + peer.lacks(dialect),
                                () -> assertEquals(Peer.FRR, peer))));
  }
}
