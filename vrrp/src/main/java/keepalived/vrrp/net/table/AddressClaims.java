package keepalived.vrrp.net.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.vrrp.net.table.KernelTables.HeldAddress;

/// Decides which owner's entry is in the kernel, which has each address only once: that of the
/// first owner. When that owner releases it, the entry of the next owner takes its place; entries
/// that are equal for the kernel need no change.
final class AddressClaims {

  private final Map<AddressKey, SequencedSet<HeldAddress>> claims = new LinkedHashMap<>();

  /// Records what owners released and claimed. Returns what to remove from and add to the kernel.
  OwnedTable.Plan<HeldAddress> settle(OwnedTable.Plan<HeldAddress> plan) {
    var before = new LinkedHashMap<AddressKey, Optional<HeldAddress>>();
    for (var entry : plan.removed()) {
      var key = entry.address().key();
      before.putIfAbsent(key, standing(key));
      claims.getOrDefault(key, new LinkedHashSet<>()).remove(entry);
    }
    for (var entry : plan.added()) {
      var key = entry.address().key();
      before.putIfAbsent(key, standing(key));
      claims.computeIfAbsent(key, _ -> new LinkedHashSet<>(1)).add(entry);
    }
    var removed = new ArrayList<HeldAddress>();
    var added = new ArrayList<HeldAddress>();
    before.forEach(
        (key, was) -> {
          var is = standing(key);
          if (!was.map(HeldAddress::address).equals(is.map(HeldAddress::address))) {
            was.ifPresent(removed::add);
            is.ifPresent(added::add);
          }
          if (is.isEmpty()) {
            claims.remove(key);
          }
        });
    return new OwnedTable.Plan<>(removed, added);
  }

  /// The entry that is in the kernel; empty when no owner claims the address.
  Optional<HeldAddress> standing(AddressKey key) {
    var all = claims.get(key);
    return all == null || all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  /// The entries that are in the kernel.
  List<HeldAddress> standing() {
    return claims.keySet().stream().flatMap(key -> standing(key).stream()).toList();
  }

  boolean holds(AddressKey key) {
    return standing(key).isPresent();
  }

  /// The entry that is restored when another program removes the address.
  Optional<HeldAddress> tracked(AddressKey key) {
    var all = claims.get(key);
    return all == null ? Optional.empty() : all.stream().filter(HeldAddress::tracked).findFirst();
  }
}
