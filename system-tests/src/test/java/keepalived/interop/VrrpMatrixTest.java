package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.stream.Stream;
import keepalived.lab.Await;
import keepalived.lab.Lab;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Every dialect with every peer: exactly one master, the right one, before and after the master
/// fails in each way; and no complaint in the peer's log.
@Tag("linux")
class VrrpMatrixTest {

  @TestFactory
  Stream<DynamicTest> cells() {
    String only = System.getProperty("matrix", "");
    return Cell.all().stream()
        .filter(cell -> cell.impossible().isEmpty())
        .filter(cell -> cell.toString().contains(only))
        .map(cell -> DynamicTest.dynamicTest(cell.toString(), () -> play(cell)));
  }

  /// Cells that a peer cannot run are listed, so that a hole in the matrix is a decision.
  @TestFactory
  Stream<DynamicTest> impossibleCells() {
    return Cell.all().stream()
        .filter(cell -> !cell.impossible().isEmpty())
        .filter(cell -> cell.weAreMaster() && cell.fault() == Cell.Fault.KILL)
        .map(
            cell ->
                DynamicTest.dynamicTest(
                    cell.dialect() + ", peer " + cell.peer() + ": " + cell.impossible(),
                    () -> assertEquals(Cell.Peer.FRR, cell.peer())));
  }

  private static void play(Cell cell) {
    try (var lab = new Lab()) {
      var ours = lab.machine("ours", "10.9.0.1/24", "fd00:9::1/64");
      var theirs = lab.machine("theirs", "10.9.0.2/24", "fd00:9::2/64");
      var us =
          new Router(ours, Cell.Peer.OURSELVES, cell.dialect(), cell.weAreMaster() ? 150 : 100, 2);
      var peer = new Router(theirs, cell.peer(), cell.dialect(), cell.weAreMaster() ? 100 : 150, 1);
      var master = cell.weAreMaster() ? us : peer;
      var backup = cell.weAreMaster() ? peer : us;
      master.start();
      backup.start();
      try {
        master.awaitHolding();
        // Two intervals: if the adverts were not accepted, there would be a second master.
        Await.until("one master", () -> master.holds() && !backup.holds());
        Await.pass(Duration.ofSeconds(4));
        assertFalse(backup.holds(), "the backup is master too");
        assertEquals("", peer.complaints());

        fail(cell.fault(), lab, master);
        backup.awaitHolding();
        if (letsGo(cell)) {
          Await.until("the old master let go", () -> !master.holds());
        }
        assertEquals("", peer.complaints());
      } catch (AssertionError | IllegalStateException e) {
        throw new AssertionError(cell + "\n" + us.log() + "\n" + peer.log(), e);
      }
    }
  }

  /// Whether the master must release its addresses: those of a killed router stay on its machine,
  /// and FRR stays master on a dead link.
  private static boolean letsGo(Cell cell) {
    boolean frrOnDeadLink =
        cell.peer() == Cell.Peer.FRR && !cell.weAreMaster() && cell.fault() == Cell.Fault.LINK_DOWN;
    return cell.fault() != Cell.Fault.KILL && !frrOnDeadLink;
  }

  private static void fail(Cell.Fault fault, Lab lab, Router master) {
    switch (fault) {
      case KILL -> master.kill();
      case GRACEFUL -> master.stop();
      case LINK_DOWN -> lab.unplug(master.machine());
      case PRIORITY -> master.lowerPriority();
    }
  }
}
