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

/// Asks every loop, again and again, whether it still gets to its work. A loop that has not
/// answered by the second time is stuck: its thread's stack is told, once.
///
/// The supervisor hears that we are alive while the loop of VRRP answers, where there is one, else
/// while all do: a stuck checker must not cost the addresses.
public final class Watchdog implements AutoCloseable {

  /// Who is told of what was found. Called on the watchdog's thread.
  public interface Listener {

    /// @param stack where the loop's thread is
    void stuck(String loop, StackTraceElement[] stack);

    void recovered(String loop);

    void alive();

    /// A round threw.
    void failed(Throwable error);
  }

  private static final String VITAL = "vrrp";

  private final Supplier<Map<String, Loop>> loops;
  private final Listener listener;
  private final Map<Loop, Integer> asked = new HashMap<>();
  private final Set<Loop> answered = ConcurrentHashMap.newKeySet();
  private final Set<String> stuck = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param loops those that live, by the names of their threads
  public Watchdog(Supplier<Map<String, Loop>> loops, Listener listener) {
    this.loops = loops;
    this.listener = listener;
  }

  /// Looks once each period, on a thread of its own, until closed.
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

  /// A round that fails is not the last one: the service manager waits for the next.
  private void lookOnce() {
    try {
      look();
    } catch (Throwable e) {
      listener.failed(e);
    }
  }

  /// One round: takes the answers to the last one, and asks again.
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
