package keepalived.core.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import keepalived.core.time.MonoTime;
import org.junit.jupiter.api.Test;

class SimLoopTest {

  private final SimLoop loop = new SimLoop();
  private final List<String> ran = new ArrayList<>();

  private Runnable note(String name) {
    return () -> ran.add(name + "@" + Duration.ofNanos(loop.now().nanos()).toMillis());
  }

  @Test
  void runsInOrderOfTimeThenOfAsking() {
    loop.after(Duration.ofMillis(20), note("c"));
    loop.after(Duration.ofMillis(10), note("a"));
    loop.after(Duration.ofMillis(10), note("b"));
    loop.post(note("first"));
    loop.runFor(Duration.ofMillis(15));
    assertEquals(List.of("first@0", "a@10", "b@10"), ran);
    loop.runFor(Duration.ofMillis(15));
    assertEquals(List.of("first@0", "a@10", "b@10", "c@20"), ran);
    assertEquals(new MonoTime(30_000_000), loop.now());
  }

  @Test
  void cancelledTasksDoNotRun() {
    var task = loop.after(Duration.ofMillis(10), note("never"));
    loop.after(Duration.ofMillis(30), note("later"));
    task.cancel();
    loop.runFor(Duration.ofMillis(20));
    assertEquals(List.of(), ran);
    task.cancel();
    loop.runFor(Duration.ofMillis(20));
    assertEquals(List.of("later@30"), ran);
    assertFalse(loop.runNext());
  }

  @Test
  void tasksAskedForInThePastRunNow() {
    loop.runFor(Duration.ofMillis(50));
    loop.at(new MonoTime(0), note("late"));
    loop.runFor(Duration.ZERO);
    assertEquals(List.of("late@50"), ran);
  }
}
