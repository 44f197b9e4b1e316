package keepalived.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.KernelOptions;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.lab.Await;
import keepalived.linux.socket.Ipv4RawSocket;
import keepalived.linux.socket.SocketBuffer;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.packet.Ipv4Header;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Other programs change our entries in the kernel, or keep us from running: our entries are
/// restored, and no router takes over that should not.
@Tag("linux")
class InterferenceTest {

  private static final String VIP = "10.0.0.151";
  private static final Ipv4Address PEER = Ipv4Address.of("10.0.0.2");
  private static final Ipv4Address GROUP = Ipv4Address.of("224.0.0.18");

  private static boolean onVirtualMac(TwoHosts hosts) {
    var shown = hosts.ip(TwoHosts.A, "-o", "link") + hosts.ip(TwoHosts.A, "-o", "addr");
    return shown.contains("vrrp.51@eth0: <BROADCAST,MULTICAST,UP,LOWER_UP>")
        && shown.contains("vrrp.51    inet " + VIP + "/");
  }

  @Test
  void aVirtualMacThatSomeoneTakesAwayComesBackWithItsAddresses() {
    var alpha = TestInstances.parse("vrid=51 prio=200 v3 ms=100 vmac");
    var beta = TestInstances.parse("vrid=51 prio=100 v3 ms=100 vmac");
    try (var hosts = new TwoHosts();
        var router = new LocalRouter(hosts.machine(TwoHosts.A), KernelTest.config(alpha));
        var other = new LocalRouter(hosts.machine(TwoHosts.B), KernelTest.config(beta))) {
      router.await(() -> onVirtualMac(hosts));
      for (var change :
          List.of("del dev vrrp.51", "set vrrp.51 down", "set vrrp.51 name x", "del dev vrrp.51")) {
        hosts.ip(TwoHosts.A, ("link " + change).split(" "));
        router.await(() -> onVirtualMac(hosts));
        // The master sends again: the other router must not have the addresses.
        other.await(
            () -> other.on(() -> hears(other)) && hosts.has(TwoHosts.B, List.of(VIP), false));
      }
      assertTrue(
          router.lines().stream()
              .anyMatch(l -> l.contains("vrrp.51 was removed by another program")),
          router.lines()::toString);
      assertEquals(1, router.count("vrrp.51 was renamed to x by another program, restored it"));
      assertFalse(hosts.ip(TwoHosts.A, "-o", "link").contains(": x@"));
      assertEquals(Map.of(), router.thrown());
    }
  }

  /// The kernel takes the virtual MAC's link down, removes it, and removes the one below it.
  @Test
  void whatIsSaidOfAVirtualMacIsWhatHappenedToIt() {
    var owner = TestInstances.parse("dev=eth1 vrid=51 prio=255 master vmac");
    try (var hosts = new TwoHosts()) {
      addLink(hosts);
      try (var router = new LocalRouter(hosts.machine(TwoHosts.A), KernelTest.config(owner))) {
        router.await(() -> onSecondLink(hosts));
        for (int i = 1; i <= 3; i++) {
          long times = i;
          hosts.ip(TwoHosts.A, "link", "del", "eth1");
          router.await(
              () -> router.count("vrrp.51 was removed with its base interface eth1") == times);
          addLink(hosts);
          router.await(() -> onSecondLink(hosts));
        }
        // The log states correctly that priority 0 could not be sent through a link that is gone.
        assertEquals(0, router.count("set up link"), router.lines()::toString);
        assertEquals(0, router.count("another program"), router.lines()::toString);
        hosts.ip(TwoHosts.A, "link", "set", "vrrp.51", "down");
        router.await(
            () -> router.count("vrrp.51 was set down by another program, set it up again") == 1);
        assertEquals(0, router.count("was removed by another program"), router.lines()::toString);
        assertEquals(Map.of(), router.thrown());
      }
    }
  }

  private static void addLink(TwoHosts hosts) {
    hosts.ip(TwoHosts.A, "link", "add", "eth1", "type", "veth", "peer", "name", "peer1");
    hosts.ip(TwoHosts.A, "link", "set", "peer1", "up");
    hosts.ip(TwoHosts.A, "link", "set", "eth1", "up");
    hosts.ip(TwoHosts.A, "addr", "add", "10.5.0.1/24", "dev", "eth1");
  }

  private static boolean onSecondLink(TwoHosts hosts) {
    return hosts.ip(TwoHosts.A, "-o", "addr").contains("vrrp.51    inet " + VIP + "/");
  }

  /// Runs on the router's loop: whether it is backup of a known master.
  private static boolean hears(LocalRouter router) {
    return state(router) instanceof State.Backup b && b.master().isPresent();
  }

  private static State state(LocalRouter router) {
    return router.engine().snapshot().instances().getFirst().state();
  }

  private static VrrpInstance refusing() {
    var plain = TestInstances.parse("vrid=51 prio=200 v3 ms=100");
    var k = plain.kernel();
    var kernel =
        new KernelOptions(
            false,
            k.promoteSecondaries(),
            k.trackPrimary(),
            k.trackSourceAddress(),
            k.receiveBuffer(),
            k.vrf(),
            k.lvsSyncInterface());
    return KernelTest.with(plain, List.of(), List.of(), Optional.empty(), kernel);
  }

  private static boolean refuses(TwoHosts hosts) {
    var rules = hosts.exec(TwoHosts.A, "nft", "list", "ruleset");
    return rules.contains(VIP) && rules.contains("ip daddr @vips drop");
  }

  @Test
  void aFlushedFirewallRefusesAgain() {
    try (var hosts = new TwoHosts();
        var router = new LocalRouter(hosts.machine(TwoHosts.A), KernelTest.config(refusing()))) {
      router.await(() -> refuses(hosts));
      for (var command :
          List.of(
              "flush ruleset",
              "delete table ip keepalived",
              "flush chain ip keepalived in",
              "flush set ip keepalived vips",
              "delete element ip keepalived vips { " + VIP + " }")) {
        hosts.exec(TwoHosts.A, "nft", command);
        Await.until(() -> command + router.lines(), () -> refuses(hosts));
      }
      assertEquals(5, router.count("was changed by another program"), router.lines()::toString);
      hosts.exec(TwoHosts.A, "nft", "add table ip other; delete table ip other");
      hosts.exec(TwoHosts.A, "nft", "flush ruleset");
      // The next change comes before our inspection: it must not fail for good.
      hosts.ip(TwoHosts.A, "link", "set", "eth0", "down");
      router.await(() -> hosts.has(TwoHosts.A, List.of(VIP), false));
      hosts.ip(TwoHosts.A, "link", "set", "eth0", "up");
      router.await(() -> refuses(hosts));
      assertEquals(Map.of(), router.thrown());
    }
  }

  @Test
  void theMastersAdvertIsFoundBehindManyOthers() {
    var backup = TestInstances.parse("vrid=51 prio=100 v3 ms=100");
    try (var hosts = new TwoHosts();
        var router = new LocalRouter(hosts.machine(TwoHosts.A), KernelTest.config(backup))) {
      var seen = new CompletableFuture<State>();
      var transitions = new AtomicLong();
      asBackup(
          hosts,
          router,
          () -> {
            transitions.set(masterships(router));
            inject(hosts, 99, 200);
            inject(hosts, 51, 1);
            LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
            // Runs behind the timer that is due by now, in the same turn of the loop: a moment
            // later the backup may rightly become master, since no master sends any more.
            router
                .loop()
                .at(
                    new MonoTime(System.nanoTime()),
                    () -> {
                      transitions.set(masterships(router) - transitions.get());
                      seen.complete(state(router));
                    });
          });
      assertInstanceOf(State.Backup.class, seen.join(), router.lines()::toString);
      assertEquals(0, transitions.get());
    }
  }

  /// As after the start, when the first advert needs classes that are not loaded yet.
  @Test
  void anAdvertThatWaitsBehindASlowOneCountsFromWhenItIsRead() {
    var backup = TestInstances.parse("vrid=51 prio=100 v3 ms=100");
    var masterDown = Duration.ofNanos(300_000_000 + 100_000_000L * (256 - 100) / 256);
    var slow = new AtomicBoolean();
    var done = new AtomicLong();
    var next = new CompletableFuture<State>();
    ElectionMachine.Machine machine =
        (router, state, event, now) -> {
          var step = ElectionMachine.step(router, state, event, now);
          if (event instanceof Event.Heard && done.get() != 0) {
            next.complete(step.state());
          } else if (event instanceof Event.Heard && slow.getAndSet(false)) {
            LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
            done.set(System.nanoTime());
          }
          return step;
        };
    try (var hosts = new TwoHosts();
        var router =
            new LocalRouter(hosts.machine(TwoHosts.A), KernelTest.config(backup), machine)) {
      asBackup(
          hosts,
          router,
          () -> {
            slow.set(true);
            inject(hosts, 51, 2);
          });
      var state = assertInstanceOf(State.Backup.Waiting.class, next.join());
      var earliest = new MonoTime(done.get()).plus(masterDown);
      assertFalse(state.masterDownAt().isBefore(earliest), router.lines()::toString);
    }
  }

  /// Runs a task on the router's loop at a moment when it has heard a master.
  private static void asBackup(TwoHosts hosts, LocalRouter router, Runnable task) {
    router.await(
        () -> {
          inject(hosts, 51, 1);
          return router.on(
              () -> {
                boolean hears = hears(router);
                if (hears) {
                  task.run();
                }
                return hears;
              });
        });
  }

  private static long masterships(LocalRouter router) {
    return router.lines().stream().filter(l -> l.endsWith("Entering MASTER STATE")).count();
  }

  /// Sends adverts of priority 200 from the other host.
  private static void inject(TwoHosts hosts, int vrid, int times) {
    hosts
        .machine(TwoHosts.B)
        .call(
            () -> {
              send(advert(vrid), times);
              return true;
            });
  }

  private static ByteBuffer advert(int vrid) {
    var advert =
        new Advertisement(
            3,
            vrid,
            200,
            Duration.ofMillis(100),
            List.of(Ipv4Address.of(VIP)),
            Authenticator.NONE,
            Sum.PSEUDO,
            Optional.empty());
    var body = advert.encode(PEER, GROUP);
    return Ipv4Header.packet(1, 255, Advertisement.PROTOCOL, PEER, GROUP, body);
  }

  private static void send(ByteBuffer packet, int times) {
    var socket = Ipv4RawSocket.open(255, new SocketBuffer(2048));
    try {
      socket.headerIncluded();
      socket.options().bindToDevice("eth0");
      for (int i = 0; i < times; i++) {
        socket.send(packet.duplicate(), GROUP);
      }
    } finally {
      socket.close();
    }
  }
}
