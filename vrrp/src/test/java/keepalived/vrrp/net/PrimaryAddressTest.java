package keepalived.vrrp.net;

import static keepalived.vrrp.net.KernelTest.config;
import static keepalived.vrrp.net.TwoHosts.A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The first IPv4 address of a network on a link is the primary one. When it is deleted, the kernel
/// deletes the others of that network too, unless the link has `promote_secondaries`.
@Tag("linux")
class PrimaryAddressTest {

  private static final int ROUNDS = 30;
  private static final String PROMOTES = "net.ipv4.conf.eth0.promote_secondaries";

  private TwoHosts hosts;

  @BeforeEach
  void aLinkThatDoesNotPromote() {
    hosts = new TwoHosts();
    hosts.exec(A, "sysctl", "-qw", PROMOTES + "=0", "net.ipv4.conf.all.promote_secondaries=0");
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  @Test
  void theAddressOfTheHostThatGoesAndComesAtOnceStays() throws IOException {
    var batch = hosts.directory().resolve("again");
    Files.writeString(batch, "addr del 10.0.0.1/24 dev eth0\naddr add 10.0.0.1/24 dev eth0\n");
    var instance = TestInstances.parse("vrid=51 prio=255 master vip=10.0.0.100/24");
    try (var router = new LocalRouter(hosts.machine(A), config(instance))) {
      router.await(() -> hosts.has(A, List.of("10.0.0.100"), true));
      for (int i = 0; i < ROUNDS; i++) {
        hosts.ip(A, "-batch", batch.toString());
        settle(router);
        router.await(() -> hosts.has(A, List.of("10.0.0.1", "10.0.0.100"), true));
      }
      assertEquals(Map.of(), router.thrown());
    }
    assertTrue(hosts.has(A, List.of("10.0.0.1"), true));
    assertEquals("0", hosts.exec(A, "sysctl", "-n", PROMOTES).strip());
  }

  /// Waits until the router has processed all events so far.
  private void settle(LocalRouter router) {
    hosts.ip(A, "addr", "add", "10.99.0.1/32", "dev", "eth0");
    router.await(() -> router.count("10.99.0.1 added to eth0") > router.count("10.99.0.1 removed"));
    hosts.ip(A, "addr", "del", "10.99.0.1/32", "dev", "eth0");
    router.await(
        () -> router.count("10.99.0.1 added to eth0") == router.count("10.99.0.1 removed"));
  }

  @Test
  void aPrimaryAddressOfOursDoesNotTakeOthersWithIt() {
    var both = TestInstances.parse("vrid=51 prio=255 master vip=10.7.0.1/24 vip=10.7.0.2/24");
    var second = TestInstances.parse("vrid=51 prio=255 master vip=10.7.0.2/24");
    try (var router = new LocalRouter(hosts.machine(A), config(both))) {
      router.await(() -> hosts.has(A, List.of("10.7.0.1", "10.7.0.2"), true));
      hosts.ip(A, "addr", "add", "10.7.0.9/24", "dev", "eth0");
      router.reload(config(second));
      settle(router);
      assertTrue(hosts.has(A, List.of("10.7.0.1"), false));
      assertTrue(hosts.has(A, List.of("10.7.0.2", "10.7.0.9"), true));
      assertEquals(0, router.count("10.7.0.2 removed"), router.lines()::toString);
      assertEquals(0, router.count("10.7.0.9 removed"), router.lines()::toString);
      assertEquals(Map.of(), router.thrown());
    }
    assertTrue(hosts.has(A, List.of("10.7.0.1", "10.7.0.2"), false));
    assertTrue(hosts.has(A, List.of("10.7.0.9"), true));
    assertEquals("0", hosts.exec(A, "sysctl", "-n", PROMOTES).strip());
  }
}
