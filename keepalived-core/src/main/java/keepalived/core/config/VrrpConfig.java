package keepalived.core.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.config.track.TrackScript;
import keepalived.core.config.track.Tracking;

/// The VRRP part: instances and groups by name, and the objects that they refer to.
///
/// @param trackGroups instances that follow static addresses, by group name
/// @param interfaceDelays by interface name
/// @param linkbeat interfaces whose link is polled, by name
/// @param linkbeatAll poll every interface used
public record VrrpConfig(
    Map<String, VrrpInstance> instances,
    Map<String, SyncGroup> syncGroups,
    Map<String, TrackScript> scripts,
    Map<String, TrackProcess> processes,
    StaticItems statics,
    Map<String, List<String>> trackGroups,
    Map<String, InterfaceDelay> interfaceDelays,
    List<GarpGroup> garpGroups,
    Map<String, LinkbeatMethod> linkbeat,
    boolean linkbeatAll) {

  public static final VrrpConfig EMPTY =
      new VrrpConfig(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          new StaticItems(List.of(), List.of(), List.of()),
          Map.of(),
          Map.of(),
          List.of(),
          Map.of(),
          false);

  public VrrpConfig {
    instances = Ordered.copyOf(instances);
    syncGroups = Ordered.copyOf(syncGroups);
    scripts = Ordered.copyOf(scripts);
    processes = Ordered.copyOf(processes);
    trackGroups = Ordered.copyOf(trackGroups);
    interfaceDelays = Ordered.copyOf(interfaceDelays);
    garpGroups = List.copyOf(garpGroups);
    linkbeat = Ordered.copyOf(linkbeat);
  }

  /// The scripts that an instance or group tracks, by name; others are never run.
  public Map<String, TrackScript> trackedScripts() {
    var names = new HashSet<String>();
    instances.values().forEach(each -> names(each.tracking(), names));
    syncGroups.values().forEach(each -> names(each.tracking(), names));
    var tracked = new LinkedHashMap<>(scripts);
    tracked.keySet().retainAll(names);
    return tracked;
  }

  private static void names(Tracking tracking, Set<String> names) {
    tracking.scripts().forEach(entry -> names.add(entry.name()));
  }

  /// Items that stay configured while the daemon runs, in every VRRP state.
  public record StaticItems(
      List<VirtualAddress> addresses, List<VirtualRoute> routes, List<VirtualRule> rules) {

    public StaticItems {
      addresses = List.copyOf(addresses);
      routes = List.copyOf(routes);
      rules = List.copyOf(rules);
    }
  }

  /// How long a change of a link must last before it counts.
  public record InterfaceDelay(Duration down, Duration up) {}

  /// Interfaces that share one rate limit for gratuitous ARP and neighbour advertisements.
  public record GarpGroup(Duration garpInterval, Duration gnaInterval, List<String> interfaces) {

    public GarpGroup {
      interfaces = List.copyOf(interfaces);
    }
  }

  /// The method of polling a link.
  public enum LinkbeatMethod {
    AUTOMATIC,
    MII,
    ETHTOOL,
    IOCTL
  }
}
