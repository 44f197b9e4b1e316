package keepalived.vrrp.net.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.vrrp.net.announce.AnnouncePacer;
import keepalived.vrrp.net.announce.GarpRate;
import keepalived.vrrp.net.table.KernelTables.HeldAddress;
import org.junit.jupiter.api.Test;

class TablesAndPaceTest {

  /// The law of the table: what is present is always the union of what owners want.
  @Test
  void whatIsPresentIsWhatSomeoneWants() {
    var random = new Random(7);
    var table = new OwnedTable<Integer, Integer>();
    var present = new TreeSet<Integer>();
    var wishes =
        new ArrayList<>(List.of(List.<Integer>of(), List.<Integer>of(), List.<Integer>of()));
    for (int i = 0; i < 5_000; i++) {
      int owner = random.nextInt(3);
      var next = random.ints(random.nextInt(5), 0, 6).boxed().toList();
      var plan = table.change(owner, next);
      wishes.set(owner, next);
      plan.removed().forEach(e -> assertTrue(present.remove(e), "removed twice"));
      plan.added().forEach(e -> assertTrue(present.add(e), "added twice"));
      var wanted = new TreeSet<Integer>();
      wishes.forEach(wanted::addAll);
      assertEquals(wanted, present);
      assertEquals(List.of(), table.change(owner, next).added());
      assertEquals(wanted, new TreeSet<>(table.entries()));
    }
  }

  @Test
  void whatCameLastGoesFirst() {
    var table = new OwnedTable<String, Integer>();
    table.change("a", List.of(1, 2, 3));
    assertEquals(List.of(3, 2, 1), table.change("a", List.of()).removed());
    assertTrue(table.ownerOf(1).isEmpty());
  }

  @Test
  void whatPassesFromOneOwnerToAnotherIsNeitherRemovedNorAdded() {
    var table = new OwnedTable<String, Integer>();
    table.change("a", List.of(1, 2));
    table.change("b", List.of(3));
    var plan = table.change("a", List.of(1, 4)).then(table.change("b", List.of(2, 5)));
    assertEquals(List.of(3), plan.removed());
    assertEquals(List.of(4, 5), plan.added());
    var passing = table.change("b", List.of(6)).then(table.change("b", List.of()));
    assertEquals(List.of(5, 2), passing.removed());
    assertEquals(List.of(), passing.added());
  }

  private static HeldAddress held(String label, boolean tracked) {
    var prefix = IpPrefix.parse("10.9.0.100/24").orElseThrow();
    var plain = Address.of(AddressKey.of(2, prefix));
    return new HeldAddress(
        new Address(
            plain.key(),
            plain.scope(),
            plain.flags(),
            plain.broadcast(),
            label,
            plain.lifetime(),
            plain.protocol()),
        tracked);
  }

  /// The kernel has an address once, whatever number of entries there are for it.
  @Test
  void anAddressGoesWithTheLastEntryForIt() {
    var claims = new AddressClaims();
    var plain = held("", true);
    var untracked = held("", false);
    var labelled = held("eth0:1", true);
    var key = plain.address().key();
    assertEquals(List.of(plain), claims.settle(plan(List.of(), List.of(plain))).added());
    assertEquals(plan(List.of(), List.of()), claims.settle(plan(List.of(), List.of(untracked))));
    assertEquals(plan(List.of(), List.of()), claims.settle(plan(List.of(plain), List.of())));
    assertTrue(claims.holds(key));
    assertTrue(claims.tracked(key).isEmpty());
    var relabelled = claims.settle(plan(List.of(untracked), List.of(labelled)));
    assertEquals(plan(List.of(untracked), List.of(labelled)), relabelled);
    assertEquals(List.of(labelled), claims.settle(plan(List.of(labelled), List.of())).removed());
    assertFalse(claims.holds(key));
  }

  private static OwnedTable.Plan<HeldAddress> plan(
      List<HeldAddress> removed, List<HeldAddress> added) {
    return new OwnedTable.Plan<>(removed, added);
  }

  private final SimLoop loop = new SimLoop();

  @Test
  void withoutAGapAFewGoInEachTurnAndOthersHaveTheirTurnBetween() {
    var sent = new ArrayList<Integer>();
    var pacer = new AnnouncePacer(loop, _ -> Duration.ZERO);
    for (int i = 0; i < 200; i++) {
      int number = i;
      pacer.enqueue("eth0", number, 1, () -> sent.add(number));
    }
    loop.post(() -> sent.add(-1));
    while (loop.runNext()) {}
    assertEquals(201, sent.size());
    assertTrue(sent.indexOf(-1) < 100, "an advert would have waited for " + sent.indexOf(-1));
    assertEquals(0, loop.now().nanos());
  }

  @Test
  void aGapIsKeptBetweenAllOfALaneAlsoWhenItWasEmptyForAMoment() {
    var times = new ArrayList<Long>();
    var pacer = new AnnouncePacer(loop, lane -> Duration.ofMillis(lane.equals("slow") ? 100 : 0));
    Runnable send = () -> times.add(loop.now().nanos() / 1_000_000);
    pacer.enqueue("slow", "a", 9, send);
    pacer.enqueue("slow", "a", 9, send);
    loop.runFor(Duration.ofMillis(150));
    pacer.enqueue("slow", "a", 9, send);
    loop.runFor(Duration.ofSeconds(1));
    pacer.enqueue("slow", "a", 9, send);
    loop.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(0L, 100L, 200L, 1150L), times);
  }

  @Test
  void whatWaitsAlreadyIsNotQueuedAgain() {
    var sent = new ArrayList<String>();
    var pacer = new AnnouncePacer(loop, _ -> Duration.ofMillis(100));
    for (int i = 0; i < 1000; i++) {
      for (int round = 1; round <= 5; round++) {
        pacer.enqueue("eth0", "a", round, () -> sent.add("a"));
        pacer.enqueue("eth0", "b", round, () -> sent.add("b"));
      }
    }
    loop.runFor(Duration.ofSeconds(100));
    assertEquals(List.of("a", "b", "a", "b", "a", "b", "a", "b", "a", "b"), sent);
  }

  @Test
  void interfacesOfAGarpGroupShareALane() {
    var none = VrrpConfig.EMPTY;
    var config =
        new Config(
            Config.EMPTY.global(),
            new VrrpConfig(
                none.instances(),
                none.syncGroups(),
                none.scripts(),
                none.processes(),
                none.statics(),
                none.trackGroups(),
                none.interfaceDelays(),
                List.of(
                    new VrrpConfig.GarpGroup(
                        Duration.ofMillis(5), Duration.ofMillis(7), List.of("eth0", "eth1"))),
                none.linkbeat(),
                false),
            Config.EMPTY.lvs(),
            Config.EMPTY.trackFiles(),
            Config.EMPTY.bfdInstances());
    var one = GarpRate.lane(config, Family.IPV4, java.util.Optional.of("eth0"));
    assertEquals(one, GarpRate.lane(config, Family.IPV4, java.util.Optional.of("eth1")));
    assertEquals(Duration.ofMillis(5), new GarpRate(config).gap(one));
    var six = GarpRate.lane(config, Family.IPV6, java.util.Optional.of("eth1"));
    assertEquals(Duration.ofMillis(7), new GarpRate(config).gap(six));
    assertEquals(
        Duration.ZERO,
        new GarpRate(config)
            .gap(GarpRate.lane(config, Family.IPV4, java.util.Optional.of("eth9"))));
  }
}
