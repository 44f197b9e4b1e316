package keepalived.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.kernel.LinkBeat.Method;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linux")
class LinkBeatTest {

  @Test
  void theBeatFollowsTheOtherEndOfTheCable() throws Exception {
    NetworkNamespace.run(
        () -> {
          NetworkNamespace.ip("link add va type veth peer name vb");
          NetworkNamespace.ip("link set va up");
          // The flag follows the carrier after up to a second.
          NetworkNamespace.awaitState("va", "LOWERLAYERDOWN");
          try (var beat = new LinkBeat()) {
            // A virtual cable has no transceiver.
            assertEquals(Optional.empty(), beat.isUp("va", Method.MII));
            assertEquals(Optional.of(Method.ETHTOOL), beat.methodFor("va"));
            assertEquals(Optional.of(false), beat.isUp("va", Method.ETHTOOL));
            assertEquals(Optional.of(false), beat.isUp("va", Method.IOCTL));
            NetworkNamespace.ip("link set vb up");
            assertEquals(Optional.of(true), beat.isUp("va", Method.ETHTOOL));
            NetworkNamespace.awaitState("va", "UP");
            assertEquals(Optional.of(true), beat.isUp("va", Method.IOCTL));

            assertEquals(Optional.empty(), beat.methodFor("no-such-link"));
            assertEquals(Optional.empty(), beat.isUp("a-name-that-is-too-long", Method.IOCTL));
          }
        });
  }
}
