package keepalived.vrrp.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import keepalived.core.config.VirtualRoute;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.Route;
import keepalived.linux.netlink.rt.RouteKey;
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
  private final AddressClaims claims = new AddressClaims();
  private Changes changes = Changes.NONE;
  private boolean together;

  /// What owners gave up and took, and the kernel has not been told yet.
  private record Changes(
      OwnedTable.Plan<HeldAddress> addresses,
      OwnedTable.Plan<HeldRoute> routes,
      OwnedTable.Plan<HeldRule> rules) {
    static final Changes NONE =
        new Changes(
            OwnedTable.Plan.nothing(), OwnedTable.Plan.nothing(), OwnedTable.Plan.nothing());
  }

  KernelTables(NetlinkSocket requests, LoneRemoval lone, Consumer<Report> log) {
    this.lone = lone;
    addresses = new Addresses(requests);
    routes = new Routes(requests);
    rules = new Rules(requests);
    this.log = log;
  }

  /// Does changes to several owners as one: what passes from one to another stays where it is.
  void together(Runnable several) {
    together = true;
    try {
      several.run();
    } finally {
      together = false;
      carryOut();
    }
  }

  /// Makes these the entries of this owner. Whether addresses came anew.
  boolean reconcile(Owner owner, Holdings wanted) {
    var addressPlan = addressTable.change(owner, wanted.addresses());
    changes =
        new Changes(
            changes.addresses().then(addressPlan),
            changes.routes().then(routeTable.change(owner, wanted.routes())),
            changes.rules().then(ruleTable.change(owner, wanted.rules())));
    if (!together) {
      carryOut();
    }
    return !addressPlan.added().isEmpty();
  }

  /// Rules and routes go before the addresses they may need, and come after them; but a route with
  /// a successor goes last, so that its network stays in reach.
  private void carryOut() {
    var now = changes;
    changes = Changes.NONE;
    var replaced = replaced(now.routes());
    now.rules().removed().forEach(entry -> attempt(() -> rules.delete(entry.rule())));
    now.routes().removed().stream()
        .filter(entry -> !replaced.contains(entry))
        .forEach(entry -> attempt(() -> routes.delete(entry.route())));
    var plan = claims.settle(now.addresses());
    delete(plan.removed().stream().map(entry -> entry.address().key()).toList());
    plan.added().forEach(entry -> attempt(() -> install(entry.address())));
    now.routes().added().forEach(entry -> attempt(() -> install(entry)));
    var there = now.routes().added().stream().map(HeldRoute::route).collect(Collectors.toSet());
    replaced.stream()
        .filter(entry -> !there.contains(entry.route()))
        .forEach(entry -> attempt(() -> routes.delete(entry.route())));
    // IPv6 takes routes by the same gateway for one: the successor went with it.
    if (!replaced.isEmpty()) {
      now.routes().added().forEach(entry -> attempt(() -> install(entry)));
    }
    now.rules().added().forEach(entry -> attempt(() -> rules.add(entry.rule())));
  }

  /// Those that leave for one that can be set beside them.
  private static List<HeldRoute> replaced(OwnedTable.Plan<HeldRoute> plan) {
    var successors = new HashSet<RouteKey>();
    for (var entry : plan.added()) {
      if (entry.install() != VirtualRoute.Install.ADD) {
        successors.add(entry.route().key());
      }
    }
    return plan.removed().stream()
        .filter(entry -> successors.contains(entry.route().key()))
        .toList();
  }

  private void delete(List<AddressKey> gone) {
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
        .filter(entry -> !changes.rules().removed().contains(entry))
        .forEach(entry -> attempt(() -> rules.delete(entry.rule())));
    staleRoutes.stream()
        .filter(entry -> routeTable.ownerOf(entry).isEmpty())
        .filter(entry -> !changes.routes().removed().contains(entry))
        .forEach(entry -> attempt(() -> routes.delete(entry.route())));
    delete(stale.stream().map(Address::key).filter(key -> !claims.holds(key)).toList());
  }

  /// Whether an address is ours now.
  boolean holds(AddressKey key) {
    return claims.holds(key);
  }

  /// Puts an address back that is gone; the owner, when it was ours and is back.
  Optional<Owner> restore(Address gone) {
    return claims
        .tracked(gone.key())
        .filter(entry -> attempt(() -> addresses.add(entry.address())))
        .flatMap(addressTable::ownerOf);
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
