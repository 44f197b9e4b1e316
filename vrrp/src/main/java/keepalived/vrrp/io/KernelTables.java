package keepalived.vrrp.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.core.config.VirtualRoute;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.Route;
import keepalived.linux.netlink.rt.Routes;
import keepalived.linux.netlink.rt.Rule;
import keepalived.linux.netlink.rt.Rules;
import keepalived.vrrp.engine.InstanceKey;
import keepalived.vrrp.engine.Report;

/// The addresses, routes and rules that are ours in the kernel. Declared whole by owner, brought
/// about by difference, put back when someone else removes them.
final class KernelTables {

  /// An owner: an instance, or nobody for the static items.
  record Owner(Optional<InstanceKey> instance) {
    static final Owner STATIC = new Owner(Optional.empty());
  }

  record HeldAddress(Address address, boolean tracked) {}

  record HeldRoute(Route route, VirtualRoute.Install install, boolean tracked) {}

  record HeldRule(Rule rule, boolean tracked) {}

  /// Entries of one owner, resolved to the kernel's terms.
  record Holdings(List<HeldAddress> addresses, List<HeldRoute> routes, List<HeldRule> rules) {
    static final Holdings NONE = new Holdings(List.of(), List.of(), List.of());
  }

  private final Addresses addresses;
  private final Routes routes;
  private final Rules rules;
  private final LoneRemoval lone;
  private final Consumer<Report> log;
  private final OwnedTable<Owner, HeldAddress> addressTable = new OwnedTable<>();
  private final OwnedTable<Owner, HeldRoute> routeTable = new OwnedTable<>();
  private final OwnedTable<Owner, HeldRule> ruleTable = new OwnedTable<>();
  private final Map<AddressKey, HeldAddress> held = new HashMap<>();

  KernelTables(NetlinkSocket requests, LoneRemoval lone, Consumer<Report> log) {
    this.lone = lone;
    addresses = new Addresses(requests);
    routes = new Routes(requests);
    rules = new Rules(requests);
    this.log = log;
  }

  /// Rules and routes go before the addresses they may need, and come after them. Whether addresses
  /// came anew.
  boolean reconcile(Owner owner, Holdings wanted) {
    var rulePlan = ruleTable.change(owner, wanted.rules());
    var routePlan = routeTable.change(owner, wanted.routes());
    var addressPlan = addressTable.change(owner, wanted.addresses());
    rulePlan.removed().forEach(entry -> attempt(() -> rules.delete(entry.rule())));
    routePlan.removed().forEach(entry -> attempt(() -> routes.delete(entry.route())));
    delete(addressPlan.removed().stream().map(entry -> entry.address().key()).toList());
    for (var entry : addressPlan.added()) {
      held.put(entry.address().key(), entry);
      attempt(() -> install(entry.address()));
    }
    routePlan.added().forEach(entry -> attempt(() -> install(entry)));
    rulePlan.added().forEach(entry -> attempt(() -> rules.add(entry.rule())));
    return !addressPlan.added().isEmpty();
  }

  private void delete(List<AddressKey> gone) {
    held.keySet().removeAll(Set.copyOf(gone));
    lone.of(gone, () -> gone.forEach(key -> attempt(() -> addresses.delete(key))));
  }

  /// An address of the same kind that is there already becomes ours.
  private boolean install(Address address) {
    if (addresses.add(address)) {
      return true;
    }
    addresses.replace(address);
    return false;
  }

  private boolean install(HeldRoute entry) {
    return switch (entry.install()) {
      case ADD -> routes.add(entry.route());
      case PREPEND -> routes.prepend(entry.route());
      case APPEND -> routes.append(entry.route());
    };
  }

  /// Deletes addresses that a daemon before us has left behind.
  void removeStale(List<Address> stale, List<HeldRoute> staleRoutes, List<HeldRule> staleRules) {
    staleRules.stream()
        .filter(entry -> ruleTable.ownerOf(entry).isEmpty())
        .forEach(entry -> attempt(() -> rules.delete(entry.rule())));
    staleRoutes.stream()
        .filter(entry -> routeTable.ownerOf(entry).isEmpty())
        .forEach(entry -> attempt(() -> routes.delete(entry.route())));
    delete(stale.stream().map(Address::key).filter(key -> !held.containsKey(key)).toList());
  }

  /// Whether an address is ours now.
  boolean holds(AddressKey key) {
    return held.containsKey(key);
  }

  /// Puts an address back that is gone; the owner, when it was ours and is back.
  Optional<Owner> restore(Address gone) {
    var entry = held.get(gone.key());
    if (entry == null || !entry.tracked()) {
      return Optional.empty();
    }
    return attempt(() -> addresses.add(entry.address()))
        ? addressTable.ownerOf(entry)
        : Optional.empty();
  }

  /// Puts a route back that is gone.
  Optional<Owner> restore(Route gone) {
    if (gone.protocol() != Route.PROTOCOL_KEEPALIVED) {
      return Optional.empty();
    }
    for (var entry : routeTable.entries()) {
      if (entry.tracked() && entry.route().key().equals(gone.key())) {
        return attempt(() -> install(entry)) ? routeTable.ownerOf(entry) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Puts a rule back that is gone.
  Optional<Owner> restore(Rule gone) {
    for (var entry : ruleTable.entries()) {
      if (entry.tracked()
          && entry.rule().family() == gone.family()
          && entry.rule().priority() == gone.priority()
          && entry.rule().protocol() == gone.protocol()) {
        return attempt(() -> rules.add(entry.rule())) ? ruleTable.ownerOf(entry) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Installs again whatever the kernel has lost without saying so. Returns what was missing.
  List<AddressKey> reinstall() {
    var missing = new ArrayList<AddressKey>();
    for (var entry : addressTable.entries()) {
      if (attempt(() -> addresses.add(entry.address()))) {
        missing.add(entry.address().key());
      }
    }
    routeTable.entries().forEach(entry -> attempt(() -> install(entry)));
    ruleTable.entries().forEach(entry -> attempt(() -> rules.add(entry.rule())));
    return missing;
  }

  private interface Request {
    boolean run();
  }

  private boolean attempt(Request request) {
    try {
      return request.run();
    } catch (LinuxException refused) {
      log.accept(new Report(Report.Level.WARNING, "Netlink: error: " + refused.getMessage()));
      return false;
    }
  }
}
