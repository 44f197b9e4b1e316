package keepalived.vrrp.net.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import keepalived.core.config.GlobalSettings.RxBuffers;
import keepalived.core.config.GlobalSettings.RxBuffers.Policy;
import keepalived.vrrp.net.TestInstances;
import org.junit.jupiter.api.Test;

/// The original's sums, as `ss -wm` shows them (the kernel doubles each).
class ReceiveBufferTest {

  private static final String ONE = "vrid=51 v3 vip=10.0.0.100/24 vip=10.0.0.101/24";

  private static OptionalInt receiveBuffer(RxBuffers buffers, String... instances) {
    var receiveBuffer = new ReceiveBuffer(0, 0);
    for (var instance : instances) {
      receiveBuffer = receiveBuffer.and(ReceiveBuffer.of(TestInstances.parse(instance), buffers));
    }
    return receiveBuffer.bytes(1500);
  }

  @Test
  void nothingIsAskedForUnlessConfigured() {
    assertEquals(OptionalInt.empty(), receiveBuffer(RxBuffers.DEFAULT, ONE, ONE));
  }

  @Test
  void packetsOfTheLinkForEachInstance() {
    assertEquals(
        OptionalInt.of(2 * 3 * 1500), receiveBuffer(new RxBuffers(Policy.MTU, 0, 3), ONE, ONE));
  }

  @Test
  void advertsOfEachInstance() {
    var buffers = new RxBuffers(Policy.ADVERT, 0, 10);
    assertEquals(OptionalInt.of(10 * (20 + 8 + 8)), receiveBuffer(buffers, ONE));
    assertEquals(
        OptionalInt.of(10 * (20 + 8 + 4 + 8)),
        receiveBuffer(buffers, "vrid=51 pass=abc vip=10.0.0.1/24"));
    assertEquals(
        OptionalInt.of(10 * (20 + 24 + 8 + 4 + 8)),
        receiveBuffer(buffers, "vrid=51 ah=abc vip=10.0.0.1/24"));
  }

  @Test
  void bytesForEachInstanceWithoutTheMultiplier() {
    assertEquals(
        OptionalInt.of(8000), receiveBuffer(new RxBuffers(Policy.BYTES, 4000, 3), ONE, ONE));
  }
}
