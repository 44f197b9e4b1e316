package keepalived.vrrp.net.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import keepalived.core.log.Level;
import keepalived.core.net.Family;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.kernel.Sysctl;
import keepalived.vrrp.machine.Report;

/// Keeps the kernel from deleting more than it is told to. With the first IPv4 address of a network
/// on a link it deletes the others of that network, the host's own among them, unless the link has
/// `promote_secondaries` (`ip-sysctl` in the kernel's documentation).
///
/// Which address is the first is not looked up: others come and go meanwhile, and our watch learns
/// of it later.
public final class SafeAddressRemoval {

  private final IntFunction<Optional<String>> names;
  private final Consumer<Report> log;
  private final Set<Sysctl> refused = new HashSet<>();

  /// @param names of links, by index
  public SafeAddressRemoval(IntFunction<Optional<String>> names, Consumer<Report> log) {
    this.names = names;
    this.log = log;
  }

  /// Does `removal`, which deletes these addresses, while their links promote.
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

  /// An address that is a network of its own has no others beside it.
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
      log.accept(
          new Report(
              Level.WARNING,
              "cannot set %s (%s): when an address goes, the kernel may delete others of its network"
                  .formatted(setting, error.get().errno().message())));
    }
    return error.isEmpty();
  }
}
