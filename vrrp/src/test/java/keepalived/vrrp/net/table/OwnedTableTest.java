package keepalived.vrrp.net.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import keepalived.core.net.IpPrefix;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.vrrp.net.table.KernelTables.HeldAddress;
import org.junit.jupiter.api.Test;

class OwnedTableTest {

  /// The law of the table: its entries are always the union of what the owners want.
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

  /// The kernel has an address once, however many entries there are for it.
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
}
