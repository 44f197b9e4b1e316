package keepalived.vrrp.net.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.log.LogLine;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.RouteKey;
import keepalived.linux.netlink.rt.route.Routes;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.linux.netlink.rt.route.Rules;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnLines;

/// Our addresses, routes and rules in the kernel. Each owner declares all its entries; only
/// differences are applied. Entries that another program removes are restored.
public final class KernelTables {

  /// The owner of entries: an instance, or empty for the static items.
  public record Owner(Optional<InstanceKey> instance) {
    public static final Owner STATIC = new Owner(Optional.empty());
  }

  /// An entry of a table of the kernel.
  sealed interface Held {
    /// Whether the entry is restored when another program removes it.
    boolean tracked();

    /// The request that adds the entry; the kernel refuses it with EEXIST when it has the entry.
    NetlinkRequest adding();

    /// For the log.
    String what();
  }

  record HeldAddress(Address address, boolean tracked) implements Held {
    @Override
    public NetlinkRequest adding() {
      return Addresses.adding(address);
    }

    @Override
    public String what() {
      return "ip address " + address.key().prefix();
    }
  }

  record HeldRoute(Route route, VirtualRoute.Install install, boolean tracked) implements Held {
    @Override
    public NetlinkRequest adding() {
      return switch (install) {
        case ADD -> Routes.adding(route);
        case PREPEND -> Routes.prepending(route);
        case APPEND -> Routes.appending(route);
      };
    }

    @Override
    public String what() {
      return "route " + route.key();
    }
  }

  record HeldRule(Rule rule, boolean tracked) implements Held {
    @Override
    public NetlinkRequest adding() {
      return Rules.adding(rule);
    }

    @Override
    public String what() {
      return "rule " + rule;
    }
  }

  /// The entries of one owner, as netlink records.
  record Holdings(List<HeldAddress> addresses, List<HeldRoute> routes, List<HeldRule> rules) {
    static final Holdings NONE = new Holdings(List.of(), List.of(), List.of());
  }

  private final NetlinkSocket requests;
  private final Addresses addresses;
  private final Routes routes;
  private final Rules rules;
  private final SafeAddressRemoval lone;
  private final Consumer<LogLine> log;
  private final OwnedTable<Owner, HeldAddress> addressTable = new OwnedTable<>();
  private final OwnedTable<Owner, HeldRoute> routeTable = new OwnedTable<>();
  private final OwnedTable<Owner, HeldRule> ruleTable = new OwnedTable<>();
  private final AddressClaims claims = new AddressClaims();

  /// Untracked entries that another program removed; they are not restored.
  private final Set<Held> released = new HashSet<>();

  /// Entries that the kernel refuses now, with the error; logged once.
  private final Map<Held, Errno> problems = new HashMap<>();

  private Map<RouteKey, List<HeldRoute>> routesByKey = Map.of();
  private Map<Long, List<HeldRule>> rulesByPriority = Map.of();
  private Changes changes = Changes.NONE;
  private boolean together;

  /// Releases and claims of owners that are not applied yet.
  private record Changes(
      OwnedTable.Plan<HeldAddress> addresses,
      OwnedTable.Plan<HeldRoute> routes,
      OwnedTable.Plan<HeldRule> rules) {
    static final Changes NONE =
        new Changes(
            OwnedTable.Plan.nothing(), OwnedTable.Plan.nothing(), OwnedTable.Plan.nothing());
  }

  public KernelTables(NetlinkSocket requests, SafeAddressRemoval lone, Consumer<LogLine> log) {
    this.requests = requests;
    this.lone = lone;
    addresses = new Addresses(requests);
    routes = new Routes(requests);
    rules = new Rules(requests);
    this.log = log;
  }

  /// Applies changes of several owners as one: entries that pass from one owner to another stay in
  /// the kernel.
  public void together(Runnable several) {
    together = true;
    try {
      several.run();
    } finally {
      together = false;
      carryOut();
    }
  }

  /// Sets the entries of an owner. Returns whether addresses were added.
  boolean reconcile(Owner owner, Holdings wanted) {
    var addressPlan = addressTable.change(owner, wanted.addresses());
    changes =
        new Changes(
            changes.addresses().then(addressPlan),
            changes.routes().then(routeTable.change(owner, wanted.routes())),
            changes.rules().then(ruleTable.change(owner, wanted.rules())));
    routesByKey =
        routeTable.entries().stream().collect(Collectors.groupingBy(e -> e.route().key()));
    rulesByPriority =
        ruleTable.entries().stream().collect(Collectors.groupingBy(e -> e.rule().priority()));
    if (!together) {
      carryOut();
    }
    return !addressPlan.added().isEmpty();
  }

  /// Rules and routes are removed before the addresses that they may need, and added after them. A
  /// route with a successor is removed last, so that its network stays reachable. With the last
  /// address of a link the kernel drops all routes through it, also those of other owners, and
  /// reports only IPv6 ones.
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
    plan.added().forEach(entry -> attempt(entry, () -> install(entry.address())));
    now.routes().added().forEach(entry -> attempt(entry, () -> install(entry)));
    if (!plan.equals(OwnedTable.Plan.nothing())) {
      addMissing(routesBut(now.routes().added()), false);
    }
    var there = now.routes().added().stream().map(HeldRoute::route).collect(Collectors.toSet());
    replaced.stream()
        .filter(entry -> !there.contains(entry.route()))
        .forEach(entry -> attempt(() -> routes.delete(entry.route())));
    // IPv6 treats routes through the same gateway as one: the successor was removed with it.
    if (!replaced.isEmpty()) {
      now.routes().added().forEach(entry -> attempt(entry, () -> install(entry)));
    }
    now.rules().added().forEach(entry -> attempt(entry, () -> rules.add(entry.rule())));
    problems.keySet().removeIf(entry -> !isWanted(entry));
    released.removeIf(entry -> !isWanted(entry));
  }

  private List<Held> routesBut(List<HeldRoute> done) {
    var others = new LinkedHashSet<Held>(routeTable.entries());
    done.forEach(others::remove);
    others.removeIf(KernelTables::expires);
    return List.copyOf(others);
  }

  /// Removed routes whose successor can exist beside them.
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

  /// Adopts an equal address that already exists.
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

  /// Deletes addresses that an earlier daemon left.
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

  /// Whether we own an address now.
  public boolean holds(AddressKey key) {
    return claims.holds(key);
  }

  /// Restores a removed address. Returns its owner when it was ours and is restored.
  Optional<Owner> restore(Address gone) {
    var tracked = claims.tracked(gone.key());
    if (tracked.isEmpty()) {
      claims.standing(gone.key()).ifPresent(released::add);
    }
    return tracked
        .filter(entry -> attempt(entry, () -> addresses.add(entry.address())))
        .flatMap(addressTable::ownerOf);
  }

  /// Whether we own a route like this one. Other programs may have very many.
  boolean mayOwn(Route gone) {
    return routesByKey.containsKey(gone.key());
  }

  boolean mayOwn(Rule gone) {
    return rulesByPriority.containsKey(gone.priority());
  }

  /// Restores a removed route; of several similar ones, the one that can be added.
  Optional<Owner> restore(Route gone) {
    for (var entry : routesByKey.getOrDefault(gone.key(), List.of())) {
      if (entry.route().protocol() == gone.protocol() && restore(entry, () -> install(entry))) {
        return routeTable.ownerOf(entry);
      }
    }
    return Optional.empty();
  }

  /// Restores a removed rule.
  Optional<Owner> restore(Rule gone) {
    for (var entry : rulesByPriority.getOrDefault(gone.priority(), List.of())) {
      if (entry.rule().family() == gone.family()
          && entry.rule().protocol() == gone.protocol()
          && restore(entry, () -> rules.add(entry.rule()))) {
        return ruleTable.ownerOf(entry);
      }
    }
    return Optional.empty();
  }

  private boolean restore(Held entry, Request request) {
    if (!entry.tracked()) {
      released.add(entry);
      return false;
    }
    return attempt(entry, request);
  }

  /// All our entries that must be in the kernel permanently, in the order of adding.
  List<Held> entries() {
    var all = new ArrayList<Held>(claims.standing());
    all.addAll(routesBut(List.of()));
    all.addAll(ruleTable.entries());
    return all;
  }

  private static boolean expires(Held entry) {
    return entry instanceof HeldRoute held && held.route().extras().expires().isPresent();
  }

  private boolean isWanted(Held entry) {
    return switch (entry) {
      case HeldAddress held ->
          claims.standing(held.address().key()).filter(held::equals).isPresent();
      case HeldRoute held -> routeTable.contains(held);
      case HeldRule held -> ruleTable.contains(held);
    };
  }

  Optional<Owner> ownerOf(Held entry) {
    return switch (entry) {
      case HeldAddress held -> addressTable.ownerOf(held);
      case HeldRoute held -> routeTable.ownerOf(held);
      case HeldRule held -> ruleTable.ownerOf(held);
    };
  }

  /// Adds those of these entries that are missing, if we still own them, and returns them. The cost
  /// depends on the number of our entries, not on the size of the kernel's tables.
  ///
  /// @param releasedToo also restore untracked entries that another program removed
  List<Held> addMissing(List<Held> some, boolean releasedToo) {
    var asked =
        some.stream()
            .filter(this::isWanted)
            .filter(entry -> releasedToo || !released.contains(entry))
            .toList();
    var missing = new ArrayList<Held>();
    if (asked.isEmpty()) {
      return missing;
    }
    try {
      var outcomes = requests.executeAll(asked.stream().map(Held::adding).toList());
      for (int i = 0; i < asked.size(); i++) {
        var entry = asked.get(i);
        var refusal = outcomes.get(i).filter(refused -> !refused.is(Errno.EEXIST));
        refusal.ifPresentOrElse(refused -> problem(entry, refused), () -> problems.remove(entry));
        if (outcomes.get(i).isEmpty()) {
          released.remove(entry);
          missing.add(entry);
        }
      }
    } catch (LinuxException failure) {
      log.accept(OwnLines.netlinkError(failure.getMessage()));
    }
    return missing;
  }

  private boolean attempt(Held entry, Request request) {
    try {
      boolean done = request.run();
      problems.remove(entry);
      released.remove(entry);
      return done;
    } catch (LinuxException refused) {
      problem(entry, refused);
      return false;
    }
  }

  /// A gateway may become reachable later: the entry is retried, without a log line each time.
  private void problem(Held entry, LinuxException refused) {
    if (!refused.errno().equals(problems.put(entry, refused.errno()))) {
      log.accept(OwnLines.netlinkErrorRetried(refused.getMessage()));
    }
  }

  private interface Request {
    boolean run();
  }

  private boolean attempt(Request request) {
    try {
      return request.run();
    } catch (LinuxException refused) {
      log.accept(OwnLines.netlinkError(refused.getMessage()));
      return false;
    }
  }
}
