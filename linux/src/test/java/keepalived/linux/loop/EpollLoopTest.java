package keepalived.linux.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Native;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpollLoopTest {

  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final EpollLoop loop = EpollLoop.start("test-loop", uncaught::add);

  @AfterEach
  void stop() {
    loop.close();
  }

  /// Runs the body on the loop and returns the value that the body completes, then or later.
  private <T> T onLoop(Consumer<CompletableFuture<T>> body) throws Exception {
    var done = new CompletableFuture<T>();
    loop.post(
        () -> {
          try {
            body.accept(done);
          } catch (Throwable thrown) {
            done.completeExceptionally(thrown);
          }
        });
    return done.get(10, TimeUnit.SECONDS);
  }

  @Test
  void tasksRunInOrderOnTheNamedThread() throws Exception {
    var seen = new ArrayList<Integer>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      loop.post(() -> seen.add(number));
    }
    assertEquals(
        "test-loop", this.<String>onLoop(f -> f.complete(Thread.currentThread().getName())));
    assertEquals(100, seen.size());
    assertEquals(List.of(0, 1, 2), seen.subList(0, 3));
    assertFalse(loop.isCurrent());
  }

  @Test
  void timersRunInTheOrderOfDeadlinesAndThenOfAsking() throws Exception {
    var order =
        this.<List<String>>onLoop(
            done -> {
              var seen = new ArrayList<String>();
              var soon = loop.now().plus(Duration.ofMillis(5));
              loop.at(soon.plus(Duration.ofMillis(3)), () -> done.complete(seen));
              loop.at(soon, () -> seen.add("first"));
              loop.at(soon, () -> seen.add("second"));
              loop.at(soon.minus(Duration.ofMillis(1)), () -> seen.add("before"));
              loop.at(soon, () -> seen.add("third"));
            });
    assertEquals(List.of("before", "first", "second", "third"), order);
  }

  @Test
  void theClockStandsStillWithinAWakeUpAndATimerIsNeverEarly() throws Exception {
    var instants =
        this.<List<MonoTime>>onLoop(
            done -> {
              var seen = new ArrayList<MonoTime>();
              var due = loop.now().plus(Duration.ofMillis(2));
              seen.add(due);
              loop.at(
                  due,
                  () -> {
                    seen.add(loop.now());
                    while (System.nanoTime() == loop.now().nanos()) {
                      Thread.onSpinWait();
                    }
                    seen.add(loop.now());
                  });
              loop.at(
                  due,
                  () -> {
                    seen.add(loop.now());
                    done.complete(seen);
                  });
            });
    assertTrue(instants.get(0).reached(instants.get(1)));
    assertEquals(instants.get(1), instants.get(2));
    assertEquals(instants.get(1), instants.get(3));
  }

  @Test
  void theClockIsReadAgainWithinAWakeUpWhenAskedFor() throws Exception {
    var times =
        this.<List<MonoTime>>onLoop(
            done -> {
              var first = loop.now();
              while (System.nanoTime() <= first.nanos()) {
                Thread.onSpinWait();
              }
              var still = loop.now();
              loop.readClock();
              done.complete(List.of(first, still, loop.now()));
            });
    assertEquals(times.get(0), times.get(1));
    assertTrue(times.get(1).isBefore(times.get(2)));
    assertThrows(IllegalStateException.class, loop::readClock);
  }

  @Test
  void aCancelledTimerDoesNotRunEvenWhenItIsDue() throws Exception {
    var ran =
        this.<List<String>>onLoop(
            done -> {
              var seen = new ArrayList<String>();
              var due = loop.now().plus(Duration.ofMillis(1));
              var cancelled = new Loop.Cancellable[1];
              loop.at(
                  due,
                  () -> {
                    cancelled[0].cancel();
                    cancelled[0].cancel();
                  });
              cancelled[0] = loop.at(due, () -> seen.add("cancelled"));
              loop.at(due, () -> done.complete(seen));
            });
    assertEquals(List.of(), ran);
  }

  @Test
  void aTimerAskedForByATimerAtTheSameInstantRunsInALaterWakeUp() throws Exception {
    assertEquals(
        3,
        this.<Integer>onLoop(
            done -> {
              var runs = new int[1];
              var again = new Runnable[1];
              again[0] =
                  () -> {
                    if (++runs[0] == 3) {
                      done.complete(runs[0]);
                    } else {
                      loop.at(loop.now(), again[0]);
                    }
                  };
              loop.at(loop.now(), again[0]);
            }));
  }

  @Test
  void whatATaskThrowsGoesToTheHookAndTheLoopGoesOn() throws Exception {
    loop.post(
        () -> {
          throw new IllegalStateException("broken invariant");
        });
    assertInstanceOf(IllegalStateException.class, uncaught.poll(10, TimeUnit.SECONDS));
    this.<Boolean>onLoop(
        done -> {
          loop.at(
              loop.now(),
              () -> {
                throw new IllegalArgumentException("in a timer");
              });
          loop.at(loop.now().plus(Duration.ofMillis(1)), () -> done.complete(true));
        });
    assertInstanceOf(IllegalArgumentException.class, uncaught.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void aDescriptorIsWatchedUntilTheWatchIsClosed() throws Exception {
    var pair = Native.allocate(8);
    Native.check("pipe2", Native.LIBC.pipe2(pair, 0x80800)); // O_CLOEXEC | O_NONBLOCK
    var reader = new Descriptor("pipe2", pair.getInt(0));
    var writer = new Descriptor("pipe2", pair.getInt(4));
    var bytes =
        this.<Integer>onLoop(
            done -> {
              var count = new int[1];
              var watch = new Watch[1];
              var buffer = Native.allocate(1);
              watch[0] =
                  loop.watch(
                      reader.number(),
                      () -> {
                        count[0] += (int) Native.LIBC.read(reader.number(), buffer, 1);
                        if (count[0] == 3) {
                          watch[0].close();
                          watch[0].close();
                          loop.after(Duration.ofMillis(5), () -> done.complete(count[0]));
                        }
                      });
              Native.LIBC.write(writer.number(), Native.allocate(5), 5);
            });
    assertEquals(3, bytes);
    this.<Boolean>onLoop(
        done -> {
          var watch = new Watch[1];
          watch[0] =
              loop.watchWritable(
                  writer.number(),
                  () -> {
                    watch[0].close();
                    done.complete(true);
                  });
        });
    reader.close();
    writer.close();
  }

  @Test
  void aDescriptorThatEpollRefusesIsToldOf() throws Exception {
    try (var file = new Descriptor("open", Native.LIBC.open("/proc/self/exe", 0x80000, 0))) {
      this.<Boolean>onLoop(
          done -> {
            assertThrows(IllegalArgumentException.class, () -> loop.watch(file.number(), () -> {}));
            done.complete(true);
          });
    }
  }

  @Test
  void timersAndWatchesAreForTheLoopsThreadOnly() {
    assertThrows(IllegalStateException.class, () -> loop.at(loop.now(), () -> {}));
    assertThrows(IllegalStateException.class, () -> loop.watch(0, () -> {}));
    assertThrows(IllegalStateException.class, loop::lateness);
  }

  @Test
  void latenessIsMeasuredAndReported() throws Exception {
    var late =
        this.<Duration>onLoop(
            done -> {
              loop.onLate(Duration.ofMillis(50), done::complete);
              loop.at(loop.now().minus(Duration.ofMillis(100)), () -> {});
            });
    assertTrue(late.toMillis() >= 100);
    var measured = this.<Lateness>onLoop(done -> done.complete(loop.lateness()));
    assertEquals(1, measured.timers());
    assertEquals(late, measured.max());
    assertEquals(1, measured.counts().stream().mapToLong(Long::longValue).sum());
    assertEquals(0, measured.counts().getFirst());
  }

  @Test
  void aClosedLoopDropsWhatIsPostedToIt() {
    loop.close();
    loop.post(() -> uncaught.add(new AssertionError("ran")));
    assertTrue(uncaught.isEmpty());
  }
}
