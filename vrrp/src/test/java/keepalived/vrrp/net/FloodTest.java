package keepalived.vrrp.net;

import static keepalived.vrrp.net.KernelTest.config;
import static keepalived.vrrp.net.TwoHosts.A;
import static keepalived.vrrp.net.TwoHosts.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.net.Ipv4Address;
import keepalived.linux.socket.Ipv4RawSocket;
import keepalived.linux.socket.SocketBuffer;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.packet.Ipv4Header;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Thousands of packets from one sender: their effects are rate limited, and the other virtual
/// routers on the same interface are not affected.
@Tag("linux")
class FloodTest {

  private static final int PACKETS = 30_000;
  private static final int TOGETHER = 50;
  private static final Ipv4Address FLOODER = Ipv4Address.of("10.0.0.9");
  private static final Ipv4Address GROUP = Ipv4Address.of("224.0.0.18");

  private static final String INTERVAL = " v3 ms=500";
  private static final Duration PAUSE = Duration.ofMillis(50);

  @ParameterizedTest
  @CsvSource({
    "a lower priority, 51, 50, 255, 3",
    "a resignation, 51, 0, 255, 3",
    "another TTL, 51, 50, 64, 3",
    "another version, 51, 50, 255, 2",
    "another number, 99, 50, 255, 3"
  })
  void isAnsweredAtAPaceAndDisturbsNobody(
      String what, int vrid, int priority, int ttl, int version) {
    try (var hosts = new TwoHosts();
        var other = new LocalRouter(hosts.machine(B), config(instance("VI_2", 52, 150)));
        var router =
            new LocalRouter(
                hosts.machine(A), config(instance("VI_1", 51, 200), instance("VI_2", 52, 100)))) {
      router.await(() -> hosts.has(A, List.of("10.0.0.151"), true));
      router.await(() -> router.count("(VI_2) master set to 10.0.0.2") > 0);
      long before = sent(router);
      int linesBefore = router.lines().size();
      long took = flood(hosts, advert(vrid, priority, ttl, version));
      long paced = took / PAUSE.toNanos() + 2;
      long due = took / Duration.ofMillis(500).toNanos() + 2;
      long answers = sent(router) - before;
      assertTrue(answers <= paced + due, () -> what + ": adverts " + answers);
      long lines = router.lines().size() - linesBefore;
      // An answer has a few lines of its own: a set of five, a notification.
      assertTrue(lines <= 20 + 8 * (paced + due), () -> what + ": lines " + lines);
      assertEquals(0, router.count("(VI_2) Entering MASTER"), router.lines()::toString);
      assertEquals(1, router.count("(VI_1) Entering MASTER"), router.lines()::toString);
      assertEquals(1, other.count("(VI_2) Entering MASTER"), other.lines()::toString);
      assertEquals(Map.of(), router.thrown());
    }
  }

  private static keepalived.core.config.VrrpInstance instance(String name, int vrid, int priority) {
    return TestInstances.parse(
        "name=%s vrid=%d prio=%d vip=10.0.0.1%d/24 %s"
            .formatted(name, vrid, priority, vrid, INTERVAL));
  }

  private static long sent(LocalRouter router) {
    return router.on(
        () ->
            router.engine().snapshot().instances().getFirst().counters().get(Counter.ADVERT_SENT));
  }

  private static ByteBuffer advert(int vrid, int priority, int ttl, int version) {
    var advert =
        new Advertisement(
            version,
            vrid,
            priority,
            Duration.ofSeconds(1),
            List.of(Ipv4Address.of("10.0.0.151")),
            Authenticator.NONE,
            version == 3 ? Sum.PSEUDO : Sum.PLAIN,
            Optional.empty());
    var body = advert.encode(FLOODER, GROUP);
    return Ipv4Header.packet(1, ttl, Advertisement.PROTOCOL, FLOODER, GROUP, body);
  }

  /// Sends from the other host, faster than any router may. Returns the duration in nanoseconds.
  private static long flood(TwoHosts hosts, ByteBuffer packet) {
    return hosts.machine(B).call(() -> flood(packet));
  }

  private static long flood(ByteBuffer packet) {
    long start = System.nanoTime();
    var socket = Ipv4RawSocket.open(255, new SocketBuffer(2048));
    try {
      socket.headerIncluded();
      socket.options().bindToDevice("eth0");
      for (int i = 0; i < PACKETS; i++) {
        socket.send(packet.duplicate(), GROUP);
        if (i % TOGETHER == 0) {
          java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
      }
    } finally {
      socket.close();
    }
    return System.nanoTime() - start;
  }
}
