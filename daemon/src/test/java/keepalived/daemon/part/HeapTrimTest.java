package keepalived.daemon.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeapTrimTest {

  private static final long MIB = 1 << 20;

  private long living = 10 * MIB;
  private long dead;
  private int collections;
  private final HeapTrim trim =
      new HeapTrim(
          () -> living + dead,
          () -> {
            dead = 0;
            collections++;
          });

  private int after(long moreDead) {
    dead += moreDead;
    trim.look();
    return collections;
  }

  @Test
  void collectsWhenTheDeadCouldBeMoreThanTheLiving() {
    assertEquals(0, after(10 * MIB), "not for so little");
    assertEquals(1, after(10 * MIB));
    assertEquals(1, after(24 * MIB));
    assertEquals(2, after(1 * MIB));
    living = 100 * MIB;
    assertEquals(3, after(0), "so much at once may be dead");
    assertEquals(3, after(99 * MIB), "in proportion to what lives");
    assertEquals(4, after(2 * MIB));
  }
}
