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
import keepalived.core.log.Level;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.Route;
import keepalived.linux.netlink.rt.RouteKey;
import keepalived.linux.netlink.rt.Routes;
import keepalived.linux.netlink.rt.Rule;
import keepalived.linux.netlink.rt.Rules;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.Report;

/// The addresses, routes and rules that are ours in the kernel. Declared whole by owner, brought
/// about by difference, put back when someone else removes them.
public final class KernelTables {

  /// An owner: an instance, or nobody for the static items.
  public record Owner(Optional<InstanceKey> instance) {
    public static final Owner STATIC = new Owner(Optional.empty());
  }

  /// An entry of a table of the kernel.
  sealed interface Held {
    /// Whether it is put back when someone else removes it.
    boolean tracked();

    /// What asks the kernel for it, and is refused with EEXIST where it has it.
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

  /// Entries of one owner, resolved to the kernel's terms.
  record Holdings(List<HeldAddress> addresses, List<HeldRoute> routes, List<HeldRule> rules) {
    static final Holdings NONE = new Holdings(List.of(), List.of(), List.of());
  }

  private final NetlinkSocket requests;
  private final Addresses addresses;
  private final Routes routes;
  private final Rules rules;
  private final SafeAddressRemoval lone;
  private final Consumer<Report> log;
  private final OwnedTable<Owner, HeldAddress> addressTable = new OwnedTable<>();
  private final OwnedTable<Owner, HeldRoute> routeTable = new OwnedTable<>();
  private final OwnedTable<Owner, HeldRule> ruleTable = new OwnedTable<>();
  private final AddressClaims claims = new AddressClaims();

  /// Untracked entries that someone has removed: they stay away.
  private final Set<Held> released = new HashSet<>();

  /// Entries that the kernel does not take now, and why: said once.
  private final Map<Held, Errno> problems = new HashMap<>();

  private Map<RouteKey, List<HeldRoute>> routesByKey = Map.of();
  private Map<Long, List<HeldRule>> rulesByPriority = Map.of();
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

  public KernelTables(NetlinkSocket requests, SafeAddressRemoval lone, Consumer<Report> log) {
    this.requests = requests;
    this.lone = lone;
    addresses = new Addresses(requests);
    routes = new Routes(requests);
    rules = new Rules(requests);
    this.log = log;
  }

  /// Does changes to several owners as one: what passes from one to another stays where it is.
  public void together(Runnable several) {
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
    routesByKey =
        routeTable.entries().stream().collect(Collectors.groupingBy(e -> e.route().key()));
    rulesByPriority =
        ruleTable.entries().stream().collect(Collectors.groupingBy(e -> e.rule().priority()));
    if (!together) {
      carryOut();
    }
    return !addressPlan.added().isEmpty();
  }

  /// Rules and routes go before the addresses they may need, and come after them; but a route with
  /// a successor goes last, so that its network stays in reach. With the last address of a link the
  /// kernel drops the routes by it, those of other owners too, and tells only of IPv6 ones.
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
    // IPv6 takes routes by the same gateway for one: the successor went with it.
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
  public boolean holds(AddressKey key) {
    return claims.holds(key);
  }

  /// Puts an address back that is gone; the owner, when it was ours and is back.
  Optional<Owner> restore(Address gone) {
    var tracked = claims.tracked(gone.key());
    if (tracked.isEmpty()) {
      claims.standing(gone.key()).ifPresent(released::add);
    }
    return tracked
        .filter(entry -> attempt(entry, () -> addresses.add(entry.address())))
        .flatMap(addressTable::ownerOf);
  }

  /// Whether a route like this one is ours to have: the routes of others are many.
  boolean mayOwn(Route gone) {
    return routesByKey.containsKey(gone.key());
  }

  boolean mayOwn(Rule gone) {
    return rulesByPriority.containsKey(gone.priority());
  }

  /// Puts a route back that is gone: which one of several alike shows when it can be added.
  Optional<Owner> restore(Route gone) {
    for (var entry : routesByKey.getOrDefault(gone.key(), List.of())) {
      if (entry.route().protocol() == gone.protocol() && restore(entry, () -> install(entry))) {
        return routeTable.ownerOf(entry);
      }
    }
    return Optional.empty();
  }

  /// Puts a rule back that is gone.
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

  /// All that the kernel has got of ours and has to have for good, in the order it has to come.
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

  /// Asks the kernel for each of these entries, as far as they are still ours: gives those that
  /// were missing and are there again. Costs what is ours, however large the kernel's tables are.
  ///
  /// @param releasedToo also those untracked ones that someone has removed
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
      log.accept(new Report(Level.WARNING, "Netlink: error: " + failure.getMessage()));
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

  /// A gateway may be in reach later: the entry is asked for again, without a line each time.
  private void problem(Held entry, LinuxException refused) {
    if (!refused.errno().equals(problems.put(entry, refused.errno()))) {
      var text = "Netlink: error: " + refused.getMessage() + " (it is tried again)";
      log.accept(new Report(Level.WARNING, text));
    }
  }

  private interface Request {
    boolean run();
  }

  private boolean attempt(Request request) {
    try {
      return request.run();
    } catch (LinuxException refused) {
      log.accept(new Report(Level.WARNING, "Netlink: error: " + refused.getMessage()));
      return false;
    }
  }
}
