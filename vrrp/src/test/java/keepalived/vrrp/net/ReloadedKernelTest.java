package keepalived.vrrp.net;

import static keepalived.vrrp.net.KernelTest.config;
import static keepalived.vrrp.net.TwoHosts.A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.KernelOptions;
import keepalived.core.config.VrrpInstance.VirtualMac;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.lab.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Reloads of masters in a real kernel: unchanged entries are not touched.
@Tag("linux")
class ReloadedKernelTest {

  private final TwoHosts hosts = new TwoHosts();

  @AfterEach
  void end() {
    hosts.close();
  }

  private static VrrpInstance owner(String name, int vrid, String addresses) {
    return TestInstances.parse(
        "name=%s vrid=%d prio=255 master %s".formatted(name, vrid, addresses));
  }

  private static VrrpInstance owner(String name, int vrid, String addresses, VirtualMac mac) {
    var plain = owner(name, vrid, addresses);
    return KernelTest.with(plain, List.of(), List.of(), Optional.of(mac), plain.kernel());
  }

  /// Waits until the router has processed all events so far.
  private void settle(LocalRouter router) {
    hosts.ip(A, "addr", "add", "10.99.0.1/32", "dev", "eth0");
    router.await(() -> router.count("10.99.0.1 added to eth0") == 1);
  }

  @Test
  void anAddressThatPassesFromOneInstanceToAnotherStays() {
    var first = owner("VI_1", 51, "vip=10.7.1.1/24 vip=10.7.1.2/24");
    var second = owner("VI_2", 52, "vip=10.7.2.1/24");
    var third = owner("VI_3", 53, "vip=10.7.3.1/24");
    try (var router = new LocalRouter(hosts.machine(A), config(first, second, third))) {
      router.await(() -> hosts.has(A, List.of("10.7.1.2", "10.7.2.1", "10.7.3.1"), true));
      router.reload(
          config(
              owner("VI_1", 51, "vip=10.7.1.1/24"),
              owner("VI_2", 52, "vip=10.7.2.1/24 vip=10.7.1.2/24 vip=10.7.3.1/24")));
      settle(router);
      assertEquals(0, router.count(" removed from eth0"), router.lines()::toString);
      assertTrue(hosts.has(A, List.of("10.7.1.1", "10.7.1.2", "10.7.2.1", "10.7.3.1"), true));
      assertEquals(Map.of(), router.thrown());
    }
    assertTrue(hosts.has(A, List.of("10.7.1.1", "10.7.1.2", "10.7.2.1", "10.7.3.1"), false));
  }

  private static VrrpInstance routing(String name, int vrid, VirtualRoute... routes) {
    var plain = owner(name, vrid, "vip=10.7.%d.1/24".formatted(vrid));
    return KernelTest.with(plain, List.of(routes), List.of(), plain.virtualMac(), plain.kernel());
  }

  private static VirtualRoute via(String destination, String gateway) {
    return KernelTest.route(destination, Optional.of(gateway), VirtualRoute.Install.PREPEND);
  }

  @Test
  void aRouteThatChangesOrPassesToAnotherInstanceIsNeverGone() {
    var first =
        routing("VI_1", 51, via("10.20.0.0/16", "10.0.0.2"), via("10.21.0.0/16", "10.0.0.2"));
    try (var router = new LocalRouter(hosts.machine(A), config(first, routing("VI_2", 52)))) {
      router.await(() -> routes().contains("10.21.0.0/16"));
      router.reload(
          config(
              routing("VI_1", 51, via("10.20.0.0/16", "10.0.0.3")),
              routing("VI_2", 52, via("10.21.0.0/16", "10.0.0.2"))));
      settle(router);
      assertTrue(routes().contains("10.20.0.0/16 via 10.0.0.3"), this::routes);
      assertTrue(routes().contains("10.21.0.0/16 via 10.0.0.2"), this::routes);
      assertEquals(0, router.count("another program"), router.lines()::toString);
    }
    assertFalse(routes().contains("keepalived"), this::routes);
  }

  private String routes() {
    return hosts.ip(A, "route", "show");
  }

  /// Whether an address is restored after its removal makes no difference in the kernel.
  @Test
  void anAddressStaysThatIsNoLongerTracked() {
    var plain = owner("VI_1", 51, "vip=10.7.1.1/24");
    try (var router = new LocalRouter(hosts.machine(A), config(plain))) {
      router.await(() -> hosts.has(A, List.of("10.7.1.1"), true));
      router.reload(config(untracked(plain)));
      settle(router);
      assertEquals(0, router.count("10.7.1.1 removed from"), router.lines()::toString);
      assertEquals(0, router.count("no longer exist"), router.lines()::toString);
      hosts.ip(A, "addr", "del", "10.7.1.1/24", "dev", "eth0");
      router.await(() -> router.count("10.7.1.1 removed from") == 1);
      assertTrue(hosts.has(A, List.of("10.7.1.1"), false));
    }
  }

  private static VrrpInstance untracked(VrrpInstance i) {
    var addresses = i.addresses().stream().map(ReloadedKernelTest::untracked).toList();
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
        addresses,
        i.excluded(),
        i.routes(),
        i.rules(),
        i.tracking(),
        i.virtualMac(),
        i.kernel(),
        i.notices());
  }

  private static VirtualAddress untracked(VirtualAddress a) {
    return new VirtualAddress(
        a.prefix(),
        a.interfaceName(),
        a.scope(),
        a.broadcast(),
        a.label(),
        a.peer(),
        a.flags(),
        a.preferredLifetime(),
        false,
        a.virtualMac(),
        a.trackGroup());
  }

  private static VrrpInstance refusing(VrrpInstance plain, boolean refuses) {
    var k = plain.kernel();
    var kernel =
        new KernelOptions(
            !refuses,
            k.promoteSecondaries(),
            k.trackPrimary(),
            k.trackSourceAddress(),
            k.receiveBuffer(),
            k.vrf(),
            k.lvsSyncInterface());
    return KernelTest.with(plain, List.of(), List.of(), Optional.empty(), kernel);
  }

  @Test
  void whoAcceptsAgainAnswersThoughOthersStillRefuse() {
    var first = TestInstances.parse("vrid=51 prio=200 v3 ms=100 vip=10.0.0.151/24");
    var second = TestInstances.parse("name=VI_2 vrid=52 prio=200 v3 ms=100 vip=10.0.0.152/24");
    var both = config(refusing(first, true), refusing(second, true));
    try (var router = new LocalRouter(hosts.machine(A), both)) {
      router.await(() -> vips().contains("10.0.0.151, 10.0.0.152"));
      router.reload(config(refusing(first, false), refusing(second, true)));
      assertTrue(vips().contains("{ 10.0.0.152 }"), vips());
      router.reload(config(refusing(first, false), refusing(second, false)));
      assertFalse(hosts.exec(A, "nft", "list", "tables").contains("keepalived"));
      router.reload(both);
      assertTrue(vips().contains("10.0.0.151, 10.0.0.152"), vips());
      settle(router);
      assertFalse(Await.holdsWithin(Duration.ofSeconds(1), () -> router.count("nftables") > 0));
      assertEquals(Map.of(), router.thrown());
    }
  }

  private String vips() {
    return hosts.exec(A, "nft", "list", "set", "ip", "keepalived", "vips");
  }

  private static VirtualMac macvlan(boolean transmitOnBase) {
    return new VirtualMac(
        VirtualMac.Kind.MACVLAN,
        Optional.empty(),
        Optional.empty(),
        transmitOnBase,
        false,
        OptionalInt.empty(),
        false,
        "vrrp",
        "vrrp",
        Optional.empty(),
        VirtualMac.IpvlanMode.PRIVATE);
  }

  @Test
  void aVirtualMacStaysWhenOnlyTheWayOfItsAdvertsChanges() {
    var before = owner("VI_1", 51, "vip=10.7.1.1/24", macvlan(false));
    try (var router = new LocalRouter(hosts.machine(A), config(before))) {
      router.await(() -> hosts.ip(A, "addr", "show", "dev", "vrrp.51").contains("10.7.1.1"));
      settle(router);
      assertEquals(0, router.count("another program"), router.lines()::toString);
      assertEquals(0, router.count("removed from"), router.lines()::toString);
      String link = index();
      router.reload(config(owner("VI_1", 51, "vip=10.7.1.1/24", macvlan(true))));
      assertEquals(link, index());
      assertEquals(0, router.count("removed from"), router.lines()::toString);
      assertEquals(Map.of(), router.thrown());
    }
    assertFalse(hosts.ip(A, "link").contains("vrrp"));
  }

  private String index() {
    return hosts.ip(A, "-o", "link", "show", "dev", "vrrp.51").replaceFirst(":.*", "");
  }
}
