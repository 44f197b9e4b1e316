package keepalived.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for the kernel and for other processes, which have no virtual clock. The limit is
/// generous, so that a loaded machine reaches it too: it ends a hung test and asserts no timing.
public final class Await {

  /// How long a wait may take where the test says nothing else.
  public static final Duration LIMIT = Duration.ofSeconds(60);

  /// The pause between two looks grows from the first to the second. Most looks start a program:
  /// without a pause they would take the processor from what is waited for.
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  private static final Duration LAST_PAUSE = Duration.ofMillis(200);

  private Await() {}

  /// What is waited for; it may look by any means.
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /// Waits until the condition holds. Throws [AssertionError] after [#LIMIT].
  ///
  /// @param what is waited for, for the message
  public static void until(String what, Condition condition) {
    until(() -> what, condition);
  }

  /// Waits until the condition holds. Throws [AssertionError] after [#LIMIT].
  ///
  /// @param seen describes what there is instead; called only after the limit
  public static void until(Supplier<String> seen, Condition condition) {
    if (!holdsWithin(LIMIT, condition)) {
      throw new AssertionError("not reached within " + LIMIT + ": " + seen.get());
    }
  }

  /// Whether the condition comes to hold within this time: for tests that assert the time itself,
  /// or that something does *not* happen.
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

  /// Lets real time pass, for what must *not* happen in it.
  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
