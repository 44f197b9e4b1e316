package keepalived.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for the kernel and for other processes, which have no virtual clock. The limit is
/// generous, so that a loaded machine stays within it: it ends a hung test and asserts no timing.
public final class Await {

  /// The limit of a wait unless a test gives another.
  public static final Duration LIMIT = Duration.ofSeconds(60);

  /// The pause between two tests of the condition grows from the first to the second. Most
  /// conditions start a program: without a pause they would take the CPU from the process that the
  /// test waits for.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  private static final Duration LAST_PAUSE = Duration.ofMillis(200);

  private Await() {}

  /// The condition of a wait; it may throw.
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /// Waits until the condition holds. Throws [AssertionError] after [#LIMIT].
  ///
  /// @param what describes the condition, for the message
  public static void until(String what, Condition condition) {
    until(() -> what, condition);
  }

  /// Waits until the condition holds. Throws [AssertionError] after [#LIMIT].
  ///
  /// @param seen describes the actual state; called only after the limit
  public static void until(Supplier<String> seen, Condition condition) {
    if (!holdsWithin(LIMIT, condition)) {
      throw new AssertionError("not reached within " + LIMIT + ": " + seen.get());
    }
  }

  /// Whether the condition holds at some moment within this time: for tests that assert the time
  /// itself, or that something does *not* happen.
  public static boolean holdsWithin(Duration time, Condition condition) {
    long end = System.nanoTime() + time.toNanos();
    var pause = FIRST_PAUSE;
    while (!holds(condition)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.plus(pause.dividedBy(4));
      pause = pause.compareTo(LAST_PAUSE) > 0 ? LAST_PAUSE : pause;
    }
    return true;
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Lets real time pass in which something must *not* happen.
  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
