package keepalived.vrrp.net;

import static keepalived.vrrp.net.KernelTest.config;
import static keepalived.vrrp.net.TwoHosts.A;
import static keepalived.vrrp.net.TwoHosts.B;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import keepalived.core.config.VrrpInstance;
import keepalived.vrrp.machine.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A virtual MAC copies properties of the interface below it, also when they change later:
/// otherwise its adverts are not sent, or have a source address that no longer exists.
@Tag("linux")
class VirtualLinkTest {

  private static final Pattern LINK_LOCAL = Pattern.compile("inet6 (fe80:[0-9a-f:]+)/64");
  private static final String VIP = "fe80::51:1";

  private TwoHosts hosts;

  @BeforeEach
  void open() {
    hosts = new TwoHosts();
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  private static VrrpInstance instance(int priority, String device, String more) {
    return TestInstances.parse(
        "vrid=51 dev=%s prio=%d v6 ms=100 vip=%s/64 %s".formatted(device, priority, VIP, more));
  }

  /// The addresses of a link that are not virtual.
  private List<String> own(String link) {
    var shown = hosts.ip(A, "-6", "-o", "addr", "show");
    return shown
        .lines()
        .filter(line -> line.contains(" " + link + " "))
        .flatMap(line -> LINK_LOCAL.matcher(line).results().map(found -> found.group(1)))
        .filter(address -> !address.equals(VIP))
        .toList();
  }

  private boolean follows(String parent) {
    return own(parent).size() == 1 && own("vrrp.51").equals(own(parent));
  }

  private static String masterOf(LocalRouter router) {
    var state = router.on(() -> router.engine().snapshot().instances().getFirst().state());
    return state instanceof State.Backup backup
        ? backup.master().map(known -> known.address().toString()).orElse("")
        : "";
  }

  /// Waits until the virtual MAC has the address of the link below it, and the other router
  /// receives adverts from that address.
  private void awaitHeard(LocalRouter router, LocalRouter other, String parent) {
    router.await(() -> follows(parent) && masterOf(other).equals(own(parent).getFirst()));
    assertEquals(Map.of(), router.thrown());
  }

  @Test
  void theAddressOfAnInterfaceThatWasDownAtTheStart() {
    hosts.ip(A, "link", "set", "eth0", "down");
    try (var router = new LocalRouter(hosts.machine(A), config(instance(200, "eth0", "vmac")));
        var other = new LocalRouter(hosts.machine(B), config(instance(100, "eth0", "")))) {
      router.await(() -> router.count("entering FAULT state") > 0);
      hosts.ip(A, "link", "set", "eth0", "up");
      awaitHeard(router, other, "eth0");
    }
  }

  @Test
  void anAddressThatIsReplacedOrTakenAway() {
    try (var router = new LocalRouter(hosts.machine(A), config(instance(200, "eth0", "vmac")));
        var other = new LocalRouter(hosts.machine(B), config(instance(100, "eth0", "")))) {
      awaitHeard(router, other, "eth0");
      var first = own("eth0").getFirst();
      hosts.ip(A, "addr", "add", "fe80::77/64", "dev", "eth0", "nodad");
      hosts.ip(A, "addr", "del", first + "/64", "dev", "eth0");
      awaitHeard(router, other, "eth0");
      assertEquals(List.of("fe80::77"), own("vrrp.51"));
      hosts.ip(A, "addr", "del", "fe80::77/64", "dev", "vrrp.51");
      awaitHeard(router, other, "eth0");
      // Without an address no router sends; the last advert comes from the address just deleted.
      hosts.ip(A, "addr", "del", "fe80::77/64", "dev", "eth0");
      router.await(() -> router.count("sent 0 priority") > 0);
      router.await(() -> hosts.has(B, List.of(VIP), true) && hosts.has(A, List.of(VIP), false));
      hosts.ip(A, "addr", "add", "fe80::78/64", "dev", "eth0", "nodad");
      awaitHeard(router, other, "eth0");
    }
  }

  @Test
  void theInterfaceOfAReloadThatComesLater() {
    try (var router = new LocalRouter(hosts.machine(A), config(instance(200, "eth0", "vmac")))) {
      router.await(() -> follows("eth0"));
      router.reload(config(instance(200, "eth1", "vmac")));
      hosts.exec(B, "sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
      hosts.machine(A).cable("eth1", hosts.machine(B), "eth1");
      hosts.ip(B, "link", "set", "eth1", "up");
      try (var other = new LocalRouter(hosts.machine(B), config(instance(100, "eth1", "")))) {
        hosts.ip(A, "link", "set", "eth1", "up");
        awaitHeard(router, other, "eth1");
      }
    }
  }

  @Test
  void theSizeOfPackets() {
    try (var router = new LocalRouter(hosts.machine(A), config(instance(200, "eth0", "vmac")))) {
      router.await(() -> follows("eth0"));
      for (var mtu : List.of("1400", "1500", "1450")) {
        hosts.ip(A, "link", "set", "eth0", "mtu", mtu);
        router.await(() -> hosts.ip(A, "link", "show", "vrrp.51").contains(" mtu " + mtu + " "));
      }
    }
  }

  @Test
  void ipv6WhereTheSystemSwitchesItOffForNewLinks() {
    hosts.exec(A, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
    try (var router = new LocalRouter(hosts.machine(A), config(instance(200, "eth0", "vmac")));
        var other = new LocalRouter(hosts.machine(B), config(instance(100, "eth0", "")))) {
      awaitHeard(router, other, "eth0");
      router.await(() -> hosts.has(A, List.of(VIP), true));
    }
  }
}
