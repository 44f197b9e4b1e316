package keepalived.vrrp.net.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import keepalived.core.log.LogLine;
import keepalived.core.net.Family;
import keepalived.linux.kernel.Sysctl;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.vrrp.machine.OwnLines;

/// Prevents the kernel from deleting more addresses than requested. With the first IPv4 address of
/// a network on a link it deletes the others of that network too, also those of the host, unless
/// the link has `promote_secondaries` (`ip-sysctl` in the kernel's documentation).
///
/// Does not determine which address is the first: other programs change addresses meanwhile, and
/// their events arrive later.
public final class SafeAddressRemoval {

  private final IntFunction<Optional<String>> names;
  private final Consumer<LogLine> log;
  private final Set<Sysctl> refused = new HashSet<>();

  /// @param names of links, by index
  public SafeAddressRemoval(IntFunction<Optional<String>> names, Consumer<LogLine> log) {
    this.names = names;
    this.log = log;
  }

  /// Runs `removal`, which deletes these addresses, while their links have `promote_secondaries`.
  void of(Collection<AddressKey> addresses, Runnable removal) {
    var changed = new ArrayList<Sysctl>();
    for (int link : linksWithNetworks(addresses)) {
      names
          .apply(link)
          .map(name -> Sysctl.ofLink(Family.IPV4, name, "promote_secondaries"))
          .filter(setting -> setting.number().orElse(1) == 0 && set(setting))
          .ifPresent(changed::add);
    }
    try {
      removal.run();
    } finally {
      changed.forEach(setting -> setting.write(0));
    }
  }

  /// The links of these addresses, except addresses with a host prefix, which have no others in
  /// their network.
  private static Set<Integer> linksWithNetworks(Collection<AddressKey> addresses) {
    var links = new TreeSet<Integer>();
    for (var address : addresses) {
      if (address.family() == Family.IPV4 && address.prefix().length() < Family.IPV4.bits()) {
        links.add(address.link());
      }
    }
    return links;
  }

  private boolean set(Sysctl setting) {
    var error = setting.write(1);
    if (error.isPresent() && refused.add(setting)) {
      log.accept(OwnLines.removalUnsafe(setting.toString(), error.get().errno().message()));
    }
    return error.isEmpty();
  }
}
