package keepalived.vrrp.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import keepalived.core.config.GlobalSettings.RxBuffers;
import keepalived.core.config.GlobalSettings.RxBuffers.Policy;
import org.junit.jupiter.api.Test;

/// The original's sums, as `ss -wm` shows them for it (the kernel doubles each).
class ReceiveRoomTest {

  private static final String ONE = "vrid=51 v3 vip=10.0.0.100/24 vip=10.0.0.101/24";

  private static OptionalInt room(RxBuffers buffers, String... instances) {
    var room = new ReceiveRoom(0, 0);
    for (var instance : instances) {
      room = room.and(ReceiveRoom.of(TestInstances.parse(instance), buffers));
    }
    return room.bytes(1500);
  }

  @Test
  void nothingIsAskedForUnlessConfigured() {
    assertEquals(OptionalInt.empty(), room(RxBuffers.DEFAULT, ONE, ONE));
  }

  @Test
  void packetsOfTheLinkForEachInstance() {
    assertEquals(OptionalInt.of(2 * 3 * 1500), room(new RxBuffers(Policy.MTU, 0, 3), ONE, ONE));
  }

  @Test
  void advertsOfEachInstance() {
    var buffers = new RxBuffers(Policy.ADVERT, 0, 10);
    assertEquals(OptionalInt.of(10 * (20 + 8 + 8)), room(buffers, ONE));
    assertEquals(
        OptionalInt.of(10 * (20 + 8 + 4 + 8)), room(buffers, "vrid=51 pass=abc vip=10.0.0.1/24"));
    assertEquals(
        OptionalInt.of(10 * (20 + 24 + 8 + 4 + 8)),
        room(buffers, "vrid=51 ah=abc vip=10.0.0.1/24"));
  }

  @Test
  void bytesForEachInstanceWithoutTheMultiplier() {
    assertEquals(OptionalInt.of(8000), room(new RxBuffers(Policy.BYTES, 4000, 3), ONE, ONE));
  }
}
