package keepalived.vrrp.net;

import static keepalived.vrrp.net.TwoHosts.A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRouteDraft;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.lab.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The kernel drops routes with the last address of their link, with the link, and with their
/// source address, without an event: they are restored as soon as possible.
@Tag("linux")
class FlushedRoutesTest {

  private static final String DEFAULT = "default via 198.51.100.1 dev eth1";

  private final TwoHosts hosts = new TwoHosts();

  @BeforeEach
  void secondLink() {
    hosts.ip(A, "link", "add", "eth1", "type", "veth", "peer", "name", "peer1");
    up();
  }

  private void up() {
    hosts.exec(A, "sysctl", "-qw", "net.ipv6.conf.eth1.accept_dad=0");
    hosts.ip(A, "link", "set", "peer1", "up");
    hosts.ip(A, "link", "set", "eth1", "up");
  }

  @AfterEach
  void end() {
    hosts.close();
  }

  private String routes() {
    return hosts.ip(A, "route", "show", "table", "all") + hosts.ip(A, "-6", "route", "show");
  }

  private boolean hasDefault() {
    return routes().contains(DEFAULT);
  }

  private void batch(String... lines) {
    try {
      var file = Files.createTempFile(hosts.directory(), "batch", "");
      Files.writeString(file, String.join("\n", lines) + "\n");
      hosts.ip(A, "-batch", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The properties in which the routes of these tests differ.
  private record Sketched(
      String destination, Optional<String> device, Optional<String> source, boolean tracked) {

    VirtualRoute via(String gateway) {
      var to = IpPrefix.of(destination);
      var route = new VirtualRouteDraft();
      route.source = source.flatMap(IpAddress::parse);
      route.via = IpAddress.parse(gateway);
      route.interfaceName = device;
      route.tracked = tracked;
      return route.build(to.family(), to);
    }
  }

  private static VirtualRoute route(String destination, String gateway) {
    return new Sketched(destination, Optional.of("eth1"), Optional.empty(), true).via(gateway);
  }

  private static final VirtualRoute DEFAULT_ROUTE = route("0.0.0.0/0", "198.51.100.1");

  private static VrrpInstance master(String addresses, VirtualRoute... routes) {
    var plain = TestInstances.parse("vrid=51 prio=255 master " + addresses);
    return KernelTest.with(plain, List.of(routes), List.of(), plain.virtualMac(), plain.kernel());
  }

  private static VrrpInstance onSecondLink(String address, VirtualRoute... routes) {
    var plain = master("vip=10.0.0.100/24 vip=" + address, routes);
    var moved = new ArrayList<>(plain.addresses());
    moved.set(1, on("eth1", moved.get(1)));
    return new VrrpInstance(
        plain.name(),
        plain.vrid(),
        plain.version(),
        plain.family(),
        plain.interfaceName(),
        plain.election(),
        plain.transport(),
        plain.authentication(),
        plain.advertOptions(),
        plain.announcements(),
        moved,
        plain.excluded(),
        plain.routes(),
        plain.rules(),
        plain.tracking(),
        plain.virtualMac(),
        plain.kernel(),
        plain.notices());
  }

  private static VirtualAddress on(String link, VirtualAddress a) {
    return new VirtualAddress(
        a.prefix(),
        Optional.of(link),
        a.scope(),
        a.broadcast(),
        a.label(),
        a.peer(),
        a.flags(),
        a.preferredLifetime(),
        a.tracked(),
        a.virtualMac(),
        a.trackGroup());
  }

  private LocalRouter router(VrrpInstance... instances) {
    return new LocalRouter(hosts.machine(A), KernelTest.config(instances));
  }

  @Test
  void aReloadThatChangesTheLastAddressOfALinkLeavesItsRoutes() {
    try (var router = router(onSecondLink("198.51.100.4/24", DEFAULT_ROUTE))) {
      router.await(this::hasDefault);
      for (int i = 5; i < 10; i++) {
        router.reload(KernelTest.config(onSecondLink("198.51.100." + i + "/24", DEFAULT_ROUTE)));
        assertTrue(hasDefault(), this::routes);
      }
      assertEquals(0, router.count("missing"), router.lines()::toString);
      assertEquals(Map.of(), router.thrown());
    }
  }

  @Test
  void anAddressThatSomeoneDeletesComesBackWithItsRoutes() {
    try (var router = router(onSecondLink("198.51.100.4/24", DEFAULT_ROUTE))) {
      router.await(this::hasDefault);
      for (int i = 1; i <= 3; i++) {
        long times = i;
        hosts.ip(A, "addr", "del", "198.51.100.4/24", "dev", "eth1");
        router.await(() -> router.count("route 0.0.0.0/0 was missing, restored it") == times);
        assertTrue(hasDefault(), this::routes);
      }
      assertEquals(Map.of(), router.thrown());
    }
  }

  /// As DHCP clients and networkd do, with and without a pause in between.
  @Test
  void anAddressOfTheHostThatGoesAndComesBringsTheRoutesBack() {
    hosts.ip(A, "addr", "add", "198.51.100.7/24", "dev", "eth1");
    var noDevice =
        new Sketched("10.40.0.0/16", Optional.empty(), Optional.empty(), true).via("198.51.100.2");
    try (var router = router(master("vip=10.0.0.100/24", DEFAULT_ROUTE, noDevice))) {
      Await.Condition both =
          () -> hasDefault() && routes().contains("10.40.0.0/16 via 198.51.100.2");
      router.await(both);
      batch("addr del 198.51.100.7/24 dev eth1", "addr add 198.51.100.7/24 dev eth1");
      router.await(both);
      hosts.ip(A, "addr", "del", "198.51.100.7/24", "dev", "eth1");
      router.await(() -> router.count("198.51.100.7 removed from eth1") == 2);
      router.await(() -> router.count("Netlink: error: prepend route 0.0.0.0/0") == 1);
      hosts.ip(A, "addr", "add", "198.51.100.7/24", "dev", "eth1");
      router.await(both);
      assertEquals(1, router.count("Netlink: error: prepend route 0.0.0.0/0"));
      assertEquals(Map.of(), router.thrown());
    }
  }

  @Test
  void aRouteByTheAddressItLeavesFromComesBackWithIt() {
    hosts.ip(A, "addr", "add", "198.51.100.7/24", "dev", "eth1");
    hosts.ip(A, "addr", "add", "192.0.2.9/32", "dev", "lo");
    var from =
        new Sketched("10.41.0.0/16", Optional.of("eth1"), Optional.of("192.0.2.9"), true)
            .via("198.51.100.2");
    try (var router = router(master("vip=10.0.0.100/24", from))) {
      router.await(() -> routes().contains("10.41.0.0/16 via 198.51.100.2"));
      batch("addr del 192.0.2.9/32 dev lo", "addr add 192.0.2.9/32 dev lo");
      // Newer kernels send an event: the route was then removed, not only missing.
      router.await(() -> router.count("route 10.41.0.0/16 was ") == 1);
      assertTrue(routes().contains("10.41.0.0/16 via 198.51.100.2"), this::routes);
    }
  }

  private static Config statics(List<VirtualRoute> routes, List<VirtualRule> rules) {
    var plain = KernelTest.config(master("vip=10.0.0.100/24"));
    var v = plain.vrrp();
    return new Config(
        plain.global(),
        new VrrpConfig(
            v.instances(),
            v.syncGroups(),
            v.scripts(),
            v.processes(),
            new VrrpConfig.StaticItems(List.of(), routes, rules),
            v.trackGroups(),
            v.interfaceDelays(),
            v.garpGroups(),
            v.linkbeat(),
            v.linkbeatAll()),
        plain.lvs(),
        plain.trackFiles(),
        Map.of());
  }

  private static VirtualRule rule(String from, long priority) {
    return new VirtualRule(
        Family.IPV4,
        false,
        Optional.of(IpPrefix.of(from)),
        Optional.empty(),
        priority,
        new VirtualRule.Action.Lookup(100),
        VirtualRule.Selectors.ANY,
        VirtualRule.Suppress.NONE,
        OptionalLong.empty(),
        18,
        true,
        Optional.empty());
  }

  @Test
  void staticRoutesComeBackWithTheLinkThatIsDownDeletedRenamedOrWithoutAddress() {
    hosts.ip(A, "addr", "add", "198.51.100.7/24", "dev", "eth1");
    var six = route("2001:db8:9::/48", "2001:db8:1::1");
    hosts.ip(A, "addr", "add", "2001:db8:1::7/64", "dev", "eth1", "nodad");
    var config = statics(List.of(DEFAULT_ROUTE, six), List.of());
    Await.Condition all = () -> hasDefault() && routes().contains("2001:db8:9::/48 via");
    try (var router = new LocalRouter(hosts.machine(A), config)) {
      router.await(all);
      hosts.ip(A, "link", "set", "eth1", "down");
      hosts.ip(A, "link", "set", "eth1", "up");
      hosts.ip(A, "addr", "replace", "2001:db8:1::7/64", "dev", "eth1", "nodad");
      router.await(all);
      hosts.ip(A, "addr", "flush", "dev", "eth1");
      hosts.ip(A, "addr", "add", "198.51.100.7/24", "dev", "eth1");
      hosts.ip(A, "addr", "add", "2001:db8:1::7/64", "dev", "eth1", "nodad");
      router.await(all);
      hosts.ip(A, "link", "del", "eth1");
      secondLink();
      hosts.ip(A, "addr", "add", "198.51.100.7/24", "dev", "eth1");
      hosts.ip(A, "addr", "add", "2001:db8:1::7/64", "dev", "eth1", "nodad");
      router.await(all);
      batch("link set eth1 down", "link set eth1 name eth7", "link set eth7 up");
      batch("link set eth7 down", "link set eth7 name eth1", "link set eth1 up");
      hosts.ip(A, "addr", "replace", "2001:db8:1::7/64", "dev", "eth1", "nodad");
      router.await(all);
      assertEquals(Map.of(), router.thrown());
    }
  }

  /// Also when several rules have the same preference.
  @Test
  void rulesThatSomeoneDeletesComeBack() {
    var rules = List.of(rule("10.60.0.0/16", 900), rule("10.61.0.0/16", 900));
    try (var router = new LocalRouter(hosts.machine(A), statics(List.of(), rules))) {
      for (var from : List.of("10.60.0.0/16", "10.61.0.0/16", "10.60.0.0/16")) {
        router.await(() -> hosts.ip(A, "rule").contains("from " + from));
        hosts.ip(A, "rule", "del", "from", from, "pref", "900");
        router.await(() -> hosts.ip(A, "rule").contains("from " + from));
      }
      assertEquals(3, router.count("Restoring deleted static rule"), router.lines()::toString);
    }
  }

  @Test
  void anUntrackedRouteStaysAwayWhenSomeoneDeletesItButNotWhenTheKernelDoes() {
    hosts.ip(A, "addr", "add", "198.51.100.7/24", "dev", "eth1");
    var untracked =
        new Sketched("0.0.0.0/0", Optional.of("eth1"), Optional.empty(), false).via("198.51.100.1");
    var config = KernelTest.config(master("vip=10.0.0.100/24", untracked));
    try (var router = new LocalRouter(hosts.machine(A), config)) {
      router.await(this::hasDefault);
      batch("addr del 198.51.100.7/24 dev eth1", "addr add 198.51.100.7/24 dev eth1");
      router.await(this::hasDefault);
      hosts.ip(A, "route", "del", "default");
      hosts.ip(A, "addr", "add", "198.51.100.8/24", "dev", "eth1");
      router.await(() -> router.count("198.51.100.8 added") == 1);
      hosts.ip(A, "addr", "del", "10.0.0.100/24", "dev", "eth0");
      router.await(() -> hosts.has(A, List.of("10.0.0.100"), true));
      assertTrue(!hasDefault(), this::routes);
      router.reload(config);
      router.await(this::hasDefault);
      assertEquals(Map.of(), router.thrown());
    }
  }
}
