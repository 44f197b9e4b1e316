package keepalived.vrrp.net;

import static keepalived.vrrp.net.KernelTest.config;
import static keepalived.vrrp.net.TwoHosts.A;
import static keepalived.vrrp.net.TwoHosts.B;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.KernelOptions;
import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whether adverts leave the host: a router that cannot send is not master, and a router that
/// resigns is heard.
@Tag("linux")
class SendingTest {

  private static final String VIP = "10.0.0.151";

  private TwoHosts hosts;

  @BeforeEach
  void open() {
    hosts = new TwoHosts();
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  private void blockOutput(String rule) {
    hosts.exec(A, "nft", "add table inet block");
    hosts.exec(
        A,
        "nft",
        "add chain inet block out { type filter hook output priority 0; policy accept; }");
    hosts.exec(A, "nft", "add rule inet block out " + rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3 ms=100 vip=10.0.0.151/24",
        "v3 ms=100 vmac vip=10.0.0.151/24",
        "v6 ms=100 vip=fe80::151/64",
        "v6 ms=100 vmac vip=fe80::151/64",
        "v3 ms=100 src=10.0.0.%d peer=10.0.0.%d vip=10.0.0.151/24"
      })
  void whoseAdvertsAFirewallDropsIsNotMaster(String text) {
    var vip = List.of(text.contains("v6") ? "fe80::151" : VIP);
    var first = TestInstances.parse("vrid=51 prio=200 " + text.formatted(1, 2));
    var second = TestInstances.parse("vrid=51 prio=100 " + text.formatted(2, 1));
    try (var router = new LocalRouter(hosts.machine(A), config(first));
        var other = new LocalRouter(hosts.machine(B), config(second))) {
      router.await(() -> hosts.has(A, vip, true));
      // With or without an error for the sender: the protocol alone.
      blockOutput("meta l4proto 112 drop");
      router.await(() -> hosts.has(A, vip, false) && hosts.has(B, vip, true));
      assertEquals(
          1,
          router.count("entering FAULT state (cannot send adverts: Operation not permitted)"),
          router.lines()::toString);
      // The router becomes master again when its adverts can be heard, and not before.
      hosts.exec(A, "nft", "delete table inet block");
      router.await(() -> hosts.has(A, vip, true));
      other.await(() -> hosts.has(B, vip, false));
      assertEquals(1, router.count("Entering FAULT STATE"), router.lines()::toString);
      assertEquals(1, other.count("Entering MASTER STATE"), other.lines()::toString);
      assertEquals(Map.of(), router.thrown());
    }
  }

  /// Makes a missing `unicast_src_ip` a fault too.
  private static VrrpInstance trackingItsSource(VrrpInstance plain) {
    var k = plain.kernel();
    var kernel =
        new KernelOptions(
            k.accept(),
            k.promoteSecondaries(),
            k.trackPrimary(),
            true,
            k.receiveBuffer(),
            k.vrf(),
            k.lvsSyncInterface());
    return KernelTest.with(plain, plain.routes(), plain.rules(), plain.virtualMac(), kernel);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3 ms=1000",
        "v3 ms=1000 vmac",
        "ms=1000",
        "ms=1000 src=10.0.0.%d peer=10.0.0.%d"
      })
  void whoseAddressIsDeletedResignsAllTheSame(String text) {
    hosts.exec(A, "sysctl", "-qw", "net.ipv4.conf.all.promote_secondaries=1");
    var first = TestInstances.parse("vrid=51 prio=200 " + text.formatted(1, 2));
    var second = TestInstances.parse("vrid=51 prio=100 " + text.formatted(2, 1));
    var tracked = trackingItsSource(first);
    try (var router = new LocalRouter(hosts.machine(A), config(tracked));
        var other = new LocalRouter(hosts.machine(B), config(second))) {
      router.await(() -> hosts.has(A, List.of(VIP), true));
      other.await(() -> other.count("master set to 10.0.0.1") > 0);
      hosts.ip(A, "addr", "del", "10.0.0.1/24", "dev", "eth0");
      router.await(() -> router.count("sent 0 priority") == 1);
      other.await(() -> other.count("Backup received priority 0 advertisement") > 0);
      other.await(() -> hosts.has(B, List.of(VIP), true));
      assertEquals(Map.of(), router.thrown());
    }
  }

  /// The order in which the peer and the host itself see a take-over of many addresses.
  @Test
  void theFirstAdvertLeavesBeforeManyAddressesAndTheLastOneBeforeTheyGo() {
    var text = new StringBuilder("vrid=51 prio=100 v3 ms=1000");
    for (int i = 0; i < 200; i++) {
      text.append(" vip=10.7.0.").append(i + 1).append("/32");
    }
    try (var wire =
            new Watch("tcpdump", "-i", "eth0", "-n", "-tt", "-l", "-Q", "out", "proto 112");
        var table = new Watch("ip", "-ts", "monitor", "address");
        var router =
            new LocalRouter(hosts.machine(A), config(TestInstances.parse(text.toString())))) {
      router.await(() -> wire.sees("prio 100") && table.sees("10.7.0.200/32"));
      router.reload(config());
      router.await(() -> wire.sees("prio 0") && table.sees("Deleted"));
      assertTrue(
          wire.first("prio 100").isBefore(table.first("10.7.0.1/32")),
          () -> wire.text() + table.text());
      assertTrue(
          wire.first("prio 0").isBefore(table.first("Deleted")), () -> wire.text() + table.text());
    }
  }

  /// A program that prints what it observes, each line with the time of day or after a line with
  /// it.
  private final class Watch implements AutoCloseable {
    private static final Pattern EPOCH = Pattern.compile("^([0-9]+)\\.([0-9]{6}) ");
    private static final Pattern DATE = Pattern.compile("^\\[([-0-9T:.]+)\\]");
    private final Program program;

    Watch(String... command) {
      program = hosts.machine(A).start(command);
      // Each watch shows that it is ready: by a line, or by reporting a change.
      Await.until(
          this::text,
          () -> {
            hosts.ip(A, "addr", "replace", "10.99.0.1/32", "dev", "lo");
            hosts.ip(A, "addr", "del", "10.99.0.1/32", "dev", "lo");
            return sees("listening on") || sees("10.99.0.1");
          });
    }

    String text() {
      return program.output();
    }

    private List<String> lines() {
      return text().lines().filter(line -> !line.contains("10.99.0.1")).toList();
    }

    boolean sees(String what) {
      return text().contains(what) && (what.contains("10.99") || lines().toString().contains(what));
    }

    Instant first(String what) {
      var line = lines().stream().filter(l -> l.contains(what)).findFirst().orElseThrow();
      var epoch = EPOCH.matcher(line);
      if (epoch.find()) {
        return Instant.ofEpochSecond(
            Long.parseLong(epoch.group(1)), Long.parseLong(epoch.group(2)) * 1000);
      }
      var date = DATE.matcher(line);
      assertTrue(date.find(), line);
      return LocalDateTime.parse(date.group(1)).atZone(ZoneId.systemDefault()).toInstant();
    }

    @Override
    public void close() {
      program.crash();
    }
  }
}
