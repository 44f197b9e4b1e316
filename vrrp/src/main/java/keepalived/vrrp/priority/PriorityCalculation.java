package keepalived.vrrp.priority;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.FaultCondition.Kind;
import keepalived.vrrp.machine.OwnedResources;

/// Computes the effective priority and the fault conditions from tracker results. Starts from zero
/// each time, so that no earlier result can persist.
public final class PriorityCalculation {

  /// Whether weights count: not for an address owner (255), and not for trackers of a member whose
  /// sync group must agree. Weights of the group's own trackers change all members alike.
  private boolean weighted;

  private final VrrpInstance config;
  private final TrackerResults seen;
  private final Set<FaultCondition> faults = new TreeSet<>();
  private final List<Contribution> contributions = new ArrayList<>();
  private long total;
  private boolean pending;

  private PriorityCalculation(VrrpInstance config, TrackerResults seen) {
    this.config = config;
    this.seen = seen;
    this.total = config.election().priority();
  }

  public static TrackingOutcome assess(
      VrrpInstance config, Optional<SyncGroup> group, TrackerResults seen) {
    var priority = new PriorityCalculation(config, seen);
    var address = priority.ownInterface();
    priority.carryingInterfaces();
    priority.trackers(group);
    return new TrackingOutcome(
        priority.effective(), new TreeSet<>(priority.faults), priority.pending, address);
  }

  /// The parts of weighted trackers that have a result, in the order of the file. Base priority and
  /// amounts make up the effective priority, before it is limited to 1..254.
  public static List<Contribution> contributions(
      VrrpInstance config, Optional<SyncGroup> group, TrackerResults seen) {
    var priority = new PriorityCalculation(config, seen);
    priority.trackers(group);
    return List.copyOf(priority.contributions);
  }

  private void trackers(Optional<SyncGroup> group) {
    boolean owner = config.election().owner();
    weighted = !owner && group.map(SyncGroup::trackingWeight).orElse(true);
    track(config.tracking());
    weighted = !owner;
    group.ifPresent(g -> track(g.tracking()));
  }

  private int effective() {
    return config.election().owner() ? 255 : Math.clamp(total, 1, 254);
  }

  private Optional<IpAddress> ownInterface() {
    var configured = configuredSource();
    if (config.transport() instanceof Transport.Unicast unicast
        && unicast.peers().isEmpty()
        && unicast.faultWithoutPeer()) {
      faults.add(new FaultCondition(Kind.NO_PEER, ""));
    }
    if (config.interfaceName().isEmpty()) {
      return configured;
    }
    var link = seen.link(config.interfaceName().get());
    if (!link.present() || (config.kernel().trackPrimary() && !link.up())) {
      faults.add(new FaultCondition(Kind.INTERFACE_DOWN, link.name()));
    }
    if (configured.isPresent()) {
      if (config.kernel().trackSourceAddress() && !link.addresses().contains(configured.get())) {
        faults.add(new FaultCondition(Kind.NO_SOURCE_ADDRESS, configured.get().toString()));
      }
      return configured;
    }
    var own = new HashSet<IpAddress>();
    OwnedResources.of(config).addresses().forEach(a -> own.add(a.prefix().address()));
    var address = seen.link(ipvlanSource(config).orElse(link.name())).source(config.family(), own);
    if (address.isEmpty() && link.present()) {
      faults.add(new FaultCondition(Kind.NO_SOURCE_ADDRESS, ""));
    }
    return address;
  }

  private Optional<IpAddress> configuredSource() {
    return config
        .transport()
        .source()
        .or(
            () ->
                config
                    .virtualMac()
                    .flatMap(VrrpInstance.VirtualMac::ipvlanAddress)
                    .map(IpPrefix::address));
  }

  /// The ipvlan whose own link-local address is the source of IPv6 adverts: its base interface
  /// would not receive packets for an address that both have.
  public static Optional<String> ipvlanSource(VrrpInstance config) {
    return config
        .virtualMac()
        .filter(v -> !v.isMacvlan() && !v.transmitOnBase() && config.family() == Family.IPV6)
        .map(v -> v.name().orElse(v.prefix() + "." + config.vrid()));
  }

  /// Tracks the interfaces of virtual addresses and routes, except with `no_track`.
  private void carryingInterfaces() {
    for (var address : OwnedResources.of(config).addresses()) {
      if (address.tracked() && address.interfaceName().isPresent()) {
        carrying(address.interfaceName().get());
      }
    }
    for (var route : config.routes()) {
      if (route.tracked() && route.interfaceName().isPresent()) {
        carrying(route.interfaceName().get());
      }
    }
  }

  private void carrying(String name) {
    if (!config.interfaceName().equals(Optional.of(name)) && !seen.link(name).up()) {
      faults.add(new FaultCondition(Kind.INTERFACE, name));
    }
  }

  private void track(Tracking tracking) {
    for (var entry : tracking.interfaces()) {
      int weight = weighted ? entry.weight() : 0;
      weigh(entry, weight, seen.link(entry.name()).up(), Kind.INTERFACE);
    }
    for (var entry : tracking.scripts()) {
      trackVerdict(entry, seen.scripts(), Kind.SCRIPT);
    }
    for (var entry : tracking.processes()) {
      trackVerdict(entry, seen.processes(), Kind.PROCESS);
    }
    for (var entry : tracking.bfd()) {
      trackSession(entry);
    }
    tracking.files().forEach(this::trackFile);
  }

  /// Tracks a session, which is down until the neighbour is heard (RFC 5880 6.8.1).
  private void trackSession(Tracking.Entry entry) {
    if (entry.weight() == 0 || weighted) {
      weigh(entry, entry.weight(), seen.bfd().getOrDefault(entry.name(), false), Kind.BFD);
    }
  }

  private void trackVerdict(Tracking.Entry entry, Map<String, Boolean> verdicts, Kind kind) {
    var verdict = Optional.ofNullable(verdicts.get(entry.name()));
    if (entry.weight() != 0 && !weighted) {
      return;
    }
    if (verdict.isEmpty() && entry.weight() == 0) {
      pending = true;
    }
    verdict.ifPresent(good -> weigh(entry, entry.weight(), good, kind));
  }

  /// A positive weight is added while the result is good, a negative one while it is bad. `reverse`
  /// inverts the sign; without a weight it makes the good result the fault.
  private void weigh(Tracking.Entry entry, int weight, boolean good, Kind kind) {
    if (weight == 0) {
      if (good == entry.reverse()) {
        faults.add(new FaultCondition(kind, entry.name()));
      }
    } else {
      int signed = entry.reverse() ? -weight : weight;
      add(new Contribution(kind, entry.name(), weight, good == (weight > 0) ? signed : 0));
    }
  }

  private void trackFile(Tracking.Entry entry) {
    var value = Optional.ofNullable(seen.files().get(entry.name()));
    int weight = !weighted && entry.weight() == 1 ? 0 : entry.weight();
    if (value.isEmpty()) {
      pending = true; // until it has been read
      return;
    }
    if (weight == 0) {
      if ((value.get() != 0) != entry.reverse()) {
        faults.add(new FaultCondition(Kind.FILE, entry.name()));
      }
      return;
    }
    long product = (long) value.get() * weight * (entry.reverse() ? -1 : 1);
    if (product <= -254) {
      faults.add(new FaultCondition(Kind.FILE, entry.name()));
    } else if (weighted) {
      int amount = (int) Math.min(product, 253);
      add(new Contribution(Kind.FILE, entry.name(), weight, amount));
    }
  }

  private void add(Contribution contribution) {
    contributions.add(contribution);
    total += contribution.amount();
  }
}
