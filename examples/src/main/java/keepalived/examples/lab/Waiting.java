package keepalived.examples.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for real machines to get somewhere. The bound is generous: it ends a hung test, it asserts
/// no timing.
public final class Waiting {

  private static final Duration STEP = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Waiting() {}

  public static void until(String what, BooleanSupplier reached) {
    until(() -> what, reached);
  }

  /// @param what is asked for once the wait was in vain, for the output that there is then
  public static void until(Supplier<String> what, BooleanSupplier reached) {
    if (!reached(reached, LIMIT)) {
      throw new AssertionError("not reached within " + LIMIT + ": " + what.get());
    }
  }

  /// Lets time pass on the real machines, for what must *not* happen in it.
  public static void pass(Duration time) {
    reached(() -> false, time);
  }

  private static boolean reached(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
    return true;
  }
}
