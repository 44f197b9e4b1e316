package keepalived.daemon.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  /// A loop that runs only when the test tells it to.
  private static final class SlowLoop implements Loop {

    private final Queue<Runnable> queue = new ArrayDeque<>();

    @Override
    public MonoTime now() {
      return new MonoTime(0);
    }

    @Override
    public void post(Runnable task) {
      queue.add(task);
    }

    @Override
    public Cancellable at(MonoTime when, Runnable task) {
      throw new UnsupportedOperationException("no timers here");
    }

    void turn() {
      while (!queue.isEmpty()) {
        queue.remove().run();
      }
    }
  }

  private static class Heard implements Watchdog.Listener {

    private final List<String> told = new ArrayList<>();

    @Override
    public void stuck(String loop, StackTraceElement[] stack) {
      told.add(loop + " stuck");
    }

    @Override
    public void recovered(String loop) {
      told.add(loop + " recovered");
    }

    @Override
    public void alive() {
      told.add("alive");
    }

    @Override
    public void failed(Throwable error) {
      told.add(error.getMessage());
    }
  }

  private final SlowLoop vrrp = new SlowLoop();
  private final SlowLoop lvs = new SlowLoop();
  private final Heard heard = new Heard();

  private Watchdog watchdog(Map<String, Loop> loops) {
    var watchdog = new Watchdog(() -> loops, heard);
    watchdog.look();
    return watchdog;
  }

  @Test
  void aLoopThatDoesNotAnswerTwiceIsStuckAndSaidOnce() {
    var watchdog = watchdog(Map.of("lvs", lvs));
    for (int i = 0; i < 4; i++) {
      watchdog.look();
    }
    assertEquals(List.of("alive", "lvs stuck"), heard.told);
    lvs.turn();
    watchdog.look();
    assertEquals(List.of("alive", "lvs stuck", "lvs recovered", "alive"), heard.told);
  }

  @Test
  void aRoundThatFailsIsNotTheLast() throws Exception {
    var rounds = new LinkedBlockingQueue<String>();
    var heard =
        new Heard() {
          @Override
          public void alive() {
            rounds.add("alive");
            throw new OutOfMemoryError("heap");
          }

          @Override
          public void failed(Throwable error) {
            rounds.add(error.getMessage());
          }
        };
    try (var watchdog = new Watchdog(Map::of, heard)) {
      watchdog.start(Duration.ofMillis(1));
      for (var expected : List.of("alive", "heap", "alive", "heap")) {
        assertEquals(expected, rounds.poll(30, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aStuckCheckerDoesNotEndVrrp() {
    var watchdog = watchdog(Map.of("vrrp", vrrp, "lvs", lvs));
    for (int i = 0; i < 2; i++) {
      vrrp.turn();
      watchdog.look();
    }
    assertEquals(List.of("alive", "alive", "lvs stuck", "alive"), heard.told);
  }

  @Test
  void aStuckVrrpEndsTheSignOfLife() {
    var watchdog = watchdog(Map.of("vrrp", vrrp, "lvs", lvs));
    for (int i = 0; i < 2; i++) {
      lvs.turn();
      watchdog.look();
    }
    assertEquals(List.of("alive", "vrrp stuck"), heard.told);
  }

  @Test
  void aLoopThatIsReplacedIsNotHeldAgainstItsPart() {
    Map<String, Loop> loops = new LinkedHashMap<>(Map.of("lvs", lvs));
    var watchdog = new Watchdog(() -> loops, heard);
    watchdog.look();
    watchdog.look();
    loops.put("lvs", vrrp);
    watchdog.look();
    vrrp.turn();
    watchdog.look();
    assertEquals(List.of("alive", "alive", "alive"), heard.told);
  }
}
