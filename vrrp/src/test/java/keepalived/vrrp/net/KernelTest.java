package keepalived.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.KernelOptions;
import keepalived.core.config.VrrpInstance.VirtualMac;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRouteDraft;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The entries of a router in a real kernel, seen with ip(8), nft(8) and sysctl(8).
@Tag("linux")
class KernelTest {

  private static final InstanceFixture OWNER =
      InstanceFixture.of("VI_1", 51, 255).wantsMaster(true);

  static Config config(VrrpInstance... instances) {
    var map = new java.util.LinkedHashMap<String, VrrpInstance>();
    for (var instance : instances) {
      map.put(instance.name(), instance);
    }
    var none = VrrpConfig.EMPTY;
    return new Config(
        keepalived.core.config.GlobalSettings.DEFAULT,
        new VrrpConfig(
            map,
            Map.of(),
            Map.of(),
            Map.of(),
            none.statics(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            false),
        Config.EMPTY.lvs(),
        Map.of(),
        Map.of());
  }

  static VrrpInstance with(
      VrrpInstance i,
      List<VirtualRoute> routes,
      List<VirtualRule> rules,
      Optional<VirtualMac> virtualMac,
      KernelOptions kernel) {
    return new VrrpInstance(
        i.name(),
        i.vrid(),
        i.version(),
        i.family(),
        i.interfaceName(),
        i.election(),
        i.transport(),
        i.authentication(),
        i.advertOptions(),
        i.announcements(),
        i.addresses(),
        i.excluded(),
        routes,
        rules,
        i.tracking(),
        virtualMac,
        kernel,
        i.notices());
  }

  @Test
  void addressesComeWithTheirLabelAndComeBackWhenSomeoneDeletesThem() {
    try (var hosts = new TwoHosts()) {
      var instance = TestInstances.parse("vrid=51 prio=255 master vip=10.0.0.100/24,eth0:0");
      hosts.ip(TwoHosts.A, "addr", "add", "10.0.0.100/24", "dev", "eth0");
      try (var router = new LocalRouter(hosts.machine(TwoHosts.A), config(instance))) {
        router.await(
            () ->
                hosts
                    .ip(TwoHosts.A, "-o", "addr")
                    .contains("inet 10.0.0.100/24 scope global secondary eth0:0"));
        for (int i = 1; i <= 3; i++) {
          long times = i;
          hosts.ip(TwoHosts.A, "addr", "del", "10.0.0.100/24", "dev", "eth0");
          router.await(() -> restored(router) == times);
          assertTrue(hosts.has(TwoHosts.A, List.of("10.0.0.100"), true));
        }
        assertFalse(router.lines().toString().contains("Entering BACKUP"));
        assertEquals(Map.of(), router.thrown());
      }
      assertTrue(hosts.has(TwoHosts.A, List.of("10.0.0.100"), false));
      assertTrue(hosts.has(TwoHosts.A, List.of("10.0.0.1"), true));
    }
  }

  private static long restored(LocalRouter router) {
    return router.on(
        () -> router.engine().snapshot().instances().getFirst().counters().get(Counter.RESTORED));
  }

  static VirtualRoute route(String destination, Optional<String> via) {
    return route(destination, via, VirtualRoute.Install.ADD);
  }

  static VirtualRoute route(
      String destination, Optional<String> via, VirtualRoute.Install install) {
    var route = new VirtualRouteDraft();
    route.via = via.map(Ipv4Address::of);
    route.interfaceName = Optional.of("eth0");
    route.install = install;
    return route.build(Family.IPV4, IpPrefix.of(destination));
  }

  @Test
  void routesAndRulesFollowTheMasterAndComeBack() {
    var rule =
        new VirtualRule(
            Family.IPV4,
            false,
            Optional.of(IpPrefix.of("10.9.0.0/16")),
            Optional.empty(),
            16384,
            new VirtualRule.Action.Lookup(100),
            VirtualRule.Selectors.ANY,
            VirtualRule.Suppress.NONE,
            OptionalLong.empty(),
            18,
            true,
            Optional.empty());
    var plain = OWNER.instance();
    var instance =
        with(
            plain,
            List.of(
                route("10.20.0.0/16", Optional.of("10.0.0.2")),
                route("10.30.0.0/16", Optional.empty())),
            List.of(rule),
            Optional.empty(),
            plain.kernel());
    try (var hosts = new TwoHosts()) {
      try (var router = new LocalRouter(hosts.machine(TwoHosts.A), config(instance))) {
        router.await(() -> rules(hosts).contains("from 10.9.0.0/16 lookup 100"));
        assertTrue(
            routes(hosts).contains("10.20.0.0/16 via 10.0.0.2 dev eth0 proto keepalived"),
            () -> routes(hosts));
        assertTrue(routes(hosts).contains("10.30.0.0/16 dev eth0 proto keepalived"));
        hosts.ip(TwoHosts.A, "route", "del", "10.20.0.0/16");
        hosts.ip(TwoHosts.A, "rule", "del", "from", "10.9.0.0/16", "lookup", "100");
        router.await(() -> routes(hosts).contains("10.20.0.0/16 via 10.0.0.2"));
        router.await(() -> rules(hosts).contains("from 10.9.0.0/16 lookup 100"));
        assertEquals(Map.of(), router.thrown());
      }
      assertFalse(routes(hosts).contains("keepalived"), () -> routes(hosts));
      assertFalse(rules(hosts).contains("10.9.0.0"), () -> rules(hosts));
    }
  }

  private static String routes(TwoHosts hosts) {
    return hosts.ip(TwoHosts.A, "route", "show");
  }

  private static String rules(TwoHosts hosts) {
    return hosts.ip(TwoHosts.A, "rule", "show");
  }

  private static VrrpInstance onVirtualMac(InstanceFixture sketch) {
    var plain = sketch.instance();
    return with(
        plain,
        List.of(),
        List.of(),
        Optional.of(
            new VirtualMac(
                VirtualMac.Kind.MACVLAN,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                OptionalInt.empty(),
                false,
                "vrrp",
                "vrrp",
                Optional.empty(),
                VirtualMac.IpvlanMode.PRIVATE)),
        plain.kernel());
  }

  @Test
  void aVirtualMacCarriesTheAddressesAndGoesWithThem() {
    try (var hosts = new TwoHosts()) {
      hosts.exec(TwoHosts.A, "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1");
      var before = settings(hosts);
      var six = InstanceFixture.of("VI_6", 61, 255).wantsMaster(true).ipv6();
      try (var router =
          new LocalRouter(
              hosts.machine(TwoHosts.A), config(onVirtualMac(OWNER), onVirtualMac(six)))) {
        router.await(
            () ->
                hosts
                    .ip(TwoHosts.A, "-o", "addr", "show", "dev", "vrrp.51")
                    .contains("10.0.0.151/24"));
        var link = hosts.ip(TwoHosts.A, "-d", "link", "show", "dev", "vrrp.51");
        assertTrue(link.contains("00:00:5e:00:01:33"), link);
        assertTrue(link.contains("macvlan mode private"), link);
        // The kernel reports the carrier up to a second later.
        router.await(
            () -> hosts.ip(TwoHosts.A, "link", "show", "dev", "vrrp.51").contains("state UP"));
        assertTrue(
            hosts.ip(TwoHosts.A, "link", "show", "dev", "vrrp.61").contains("00:00:5e:00:02:3d"));
        router.await(() -> router.lines().toString().contains("on vrrp.61 for fe80::13d"));
        assertEquals("0", value(hosts, "all.rp_filter"));
        assertEquals("1", value(hosts, "lo.rp_filter"));
        assertEquals("1", value(hosts, "eth0.arp_ignore"));
        assertEquals("0", value(hosts, "vrrp/51.rp_filter"));
        router.await(
            () ->
                router
                        .on(() -> router.engine().snapshot().instances().getFirst().counters())
                        .get(Counter.ADVERT_SENT)
                    > 1);
        assertFalse(router.lines().toString().contains("Cant send"), router.lines()::toString);
        assertEquals(Map.of(), router.thrown());
      }
      assertFalse(hosts.ip(TwoHosts.A, "link").contains("vrrp"));
      assertEquals(before, settings(hosts));
    }
  }

  private static String value(TwoHosts hosts, String key) {
    return hosts.exec(TwoHosts.A, "sysctl", "-n", "net.ipv4.conf." + key).strip();
  }

  private static List<String> settings(TwoHosts hosts) {
    return List.of("all.rp_filter", "eth0.rp_filter", "eth0.arp_ignore", "eth0.arp_filter").stream()
        .map(key -> value(hosts, key))
        .toList();
  }

  /// A router that starts slowly must not count its start as listening time.
  @Test
  void theTimeToListenBeginsWhenTheSocketsAreOpen() {
    var sketch = InstanceFixture.of("VI_1", 51, 100).interval(Duration.ofMillis(100)).version3();
    var slow = Duration.ofMillis(200);
    try (var hosts = new TwoHosts();
        var router = new LocalRouter(hosts.machine(TwoHosts.A), config())) {
      var listens =
          router.on(
              () -> {
                var began = router.loop().now();
                java.util.concurrent.locks.LockSupport.parkNanos(slow.toNanos());
                router.engine().reconfigure(config(sketch.instance()));
                var state = router.engine().snapshot().instances().getFirst().state();
                return ((State.Backup.Waiting) state).masterDownAt().since(began);
              });
      var masterDown = Duration.ofNanos(300_000_000 + 100_000_000L * (256 - 100) / 256);
      assertTrue(listens.compareTo(masterDown.plus(slow)) >= 0, listens::toString);
      assertEquals(Map.of(), router.thrown());
    }
  }

  /// D-077: the kernel doubles what a socket asks for (socket(7), SO_RCVBUF).
  @Test
  void theMonitorOfTheKernelHasRoomForABurst() {
    try (var hosts = new TwoHosts()) {
      try (var router = new LocalRouter(hosts.machine(TwoHosts.A), config(OWNER.instance()))) {
        router.await(
            () -> hosts.exec(TwoHosts.A, "ss", "-f", "netlink", "-m").contains("rb16777216"));
        assertEquals(Map.of(), router.thrown());
      }
    }
  }

  @Test
  void noAcceptDropsWhatIsForTheAddresses() {
    var plain =
        InstanceFixture.of("VI_1", 51, 200).interval(Duration.ofMillis(100)).version3().instance();
    var k = plain.kernel();
    var refusing =
        new KernelOptions(
            false,
            true,
            k.trackPrimary(),
            k.trackSourceAddress(),
            k.receiveBuffer(),
            k.vrf(),
            k.lvsSyncInterface());
    var instance = with(plain, List.of(), List.of(), Optional.empty(), refusing);
    try (var hosts = new TwoHosts()) {
      try (var router = new LocalRouter(hosts.machine(TwoHosts.A), config(instance))) {
        router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), true));
        assertTrue(
            hosts
                .exec(TwoHosts.A, "nft", "list", "set", "ip", "keepalived", "vips")
                .contains("10.0.0.151"));
        assertFalse(answers(hosts, "10.0.0.151", 1));
        assertTrue(answers(hosts, "10.0.0.1", 30));
        assertEquals("1", value(hosts, "eth0.promote_secondaries"));
        assertEquals(Map.of(), router.thrown());
      }
      assertFalse(hosts.exec(TwoHosts.A, "nft", "list", "tables").contains("keepalived"));
      assertEquals("0", value(hosts, "eth0.promote_secondaries"));
    }
  }

  private static boolean answers(TwoHosts hosts, String address, int seconds) {
    var ping = "ping -c 1 -W %d %s || true".formatted(seconds, address);
    return hosts.exec(TwoHosts.B, "sh", "-c", ping).contains(" 0% packet loss");
  }

  @Test
  void anInterfaceThatGoesAndComesIsFollowed() {
    try (var hosts = new TwoHosts()) {
      try (var router = new LocalRouter(hosts.machine(TwoHosts.A), config(OWNER.instance()))) {
        router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), true));
        hosts.ip(TwoHosts.A, "link", "set", "eth0", "down");
        router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), false));
        hosts.ip(TwoHosts.A, "link", "set", "eth0", "up");
        router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), true));
        hosts.ip(TwoHosts.A, "link", "del", "eth0");
        router.await(() -> router.lines().toString().contains("Interface eth0 deleted"));
        hosts.machine(TwoHosts.A).cable("eth0", hosts.machine(TwoHosts.B), "eth0");
        hosts.ip(TwoHosts.A, "link", "set", "eth0", "up");
        hosts.ip(TwoHosts.B, "link", "set", "eth0", "up");
        hosts.ip(TwoHosts.A, "addr", "add", "10.0.0.1/24", "dev", "eth0");
        router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), true));
        assertTrue(router.lines().contains("(VI_1): entering FAULT state (interface eth0 down)"));
        hosts.ip(TwoHosts.A, "addr", "del", "10.0.0.1/24", "dev", "eth0");
        router.await(() -> inFault(router));
        assertTrue(
            router.lines().contains("(VI_1) entering FAULT state (no IPv4 address for interface)"));
        hosts.ip(TwoHosts.A, "addr", "add", "10.0.0.1/24", "dev", "eth0");
        router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), true));
        assertEquals(Map.of(), router.thrown());
      }
    }
  }

  private static boolean inFault(LocalRouter router) {
    return router.on(
        () -> router.engine().snapshot().instances().getFirst().state() instanceof State.Fault);
  }

  @Test
  void aPolledLinkIsFollowed() {
    var plain = config(OWNER.instance());
    var vrrp = plain.vrrp();
    var polled =
        new Config(
            plain.global(),
            new VrrpConfig(
                vrrp.instances(),
                Map.of(),
                Map.of(),
                Map.of(),
                vrrp.statics(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of("eth0", VrrpConfig.LinkbeatMethod.ETHTOOL),
                false),
            plain.lvs(),
            Map.of(),
            Map.of());
    try (var hosts = new TwoHosts();
        var router = new LocalRouter(hosts.machine(TwoHosts.A), polled)) {
      router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), true));
      hosts.ip(TwoHosts.B, "link", "set", "eth0", "down");
      router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), false));
      hosts.ip(TwoHosts.B, "link", "set", "eth0", "up");
      router.await(() -> hosts.has(TwoHosts.A, List.of("10.0.0.151"), true));
      assertEquals(Map.of(), router.thrown());
    }
  }
}
