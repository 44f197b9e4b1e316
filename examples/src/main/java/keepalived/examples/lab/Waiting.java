package keepalived.examples.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for real machines to get somewhere. The bound is generous: it ends a hung test, it asserts
/// no timing.
public final class Waiting {

  /// Between two looks. Most of them start a program: looking all the time would take the processor
  /// from those who are waited for.
  private static final Duration SHORTEST = Duration.ofMillis(20);

  private static final Duration LONGEST = Duration.ofMillis(100);
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
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static boolean reached(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    var step = SHORTEST;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      LockSupport.parkNanos(step.toNanos());
      step = step.plus(step.dividedBy(4));
      step = step.compareTo(LONGEST) > 0 ? LONGEST : step;
    }
    return true;
  }
}
