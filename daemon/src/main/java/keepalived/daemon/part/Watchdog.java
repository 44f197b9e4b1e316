package keepalived.daemon.part;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;

/// Tests periodically whether each loop still processes tasks. A loop that has not answered by the
/// second test is stuck: its thread's stack is reported, once.
///
/// The supervisor is notified that the daemon is alive while the VRRP loop answers; without a VRRP
/// loop, while all loops answer. A stuck checker must not cost the addresses.
public final class Watchdog implements AutoCloseable {

  /// Receives the findings, on the watchdog's thread.
  public interface Listener {

    /// @param stack of the loop's thread
    void stuck(String loop, StackTraceElement[] stack);

    void recovered(String loop);

    void alive();

    /// A test threw.
    void failed(Throwable error);
  }

  private static final String VITAL = "vrrp";

  private final Supplier<Map<String, Loop>> loops;
  private final Listener listener;
  private final Map<Loop, Integer> asked = new HashMap<>();
  private final Set<Loop> answered = ConcurrentHashMap.newKeySet();
  private final Set<String> stuck = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param loops the running loops, by the names of their threads
  public Watchdog(Supplier<Map<String, Loop>> loops, Listener listener) {
    this.loops = loops;
    this.listener = listener;
  }

  /// Tests once each period, on its own thread, until closed.
  public void start(Duration period) {
    Thread.ofPlatform().name("watchdog").daemon().start(() -> watch(period));
  }

  private void watch(Duration period) {
    try {
      while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
        lookOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs one test. An exception does not end the series, because the service manager waits for the
  /// next one.
  private void lookOnce() {
    try {
      look();
    } catch (Throwable e) {
      listener.failed(e);
    }
  }

  /// Runs one test: evaluates the answers to the previous one, and posts the next question.
  public void look() {
    var now = loops.get();
    asked.keySet().retainAll(now.values());
    stuck.retainAll(now.keySet());
    var silentOnes = new HashSet<String>();
    for (var entry : now.entrySet()) {
      var loop = entry.getValue();
      if (answered.remove(loop)) {
        asked.remove(loop);
        if (stuck.remove(entry.getKey())) {
          listener.recovered(entry.getKey());
        }
      }
      int silent = asked.merge(loop, 1, Integer::sum) - 1;
      if (silent == 0) {
        loop.post(() -> answered.add(loop));
        continue;
      }
      silentOnes.add(entry.getKey());
      if (silent >= 2 && stuck.add(entry.getKey())) {
        listener.stuck(entry.getKey(), stack(entry.getKey()));
      }
    }
    if (now.containsKey(VITAL) ? !silentOnes.contains(VITAL) : silentOnes.isEmpty()) {
      listener.alive();
    }
  }

  private static StackTraceElement[] stack(String thread) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals(thread))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(new StackTraceElement[0]);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
