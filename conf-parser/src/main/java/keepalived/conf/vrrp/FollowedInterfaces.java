package keepalived.conf.vrrp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.vrrp.draft.VrrpDraft;
import keepalived.core.config.track.Tracking;

/// The effect of `track_group`. Static addresses, routes and rules name a group. While the
/// interface of one of them is down, the members of the group are in FAULT. So the members track
/// that interface.
final class FollowedInterfaces {

  private static final int FAULT = 0;

  private final Map<String, Set<String>> byInstance = new LinkedHashMap<>();

  FollowedInterfaces(VrrpDraft vrrp) {
    for (var address : vrrp.addresses) {
      follow(vrrp, address.trackGroup(), address.interfaceName());
    }
    for (var route : vrrp.routes) {
      follow(vrrp, route.trackGroup(), route.interfaceName());
      route.nextHops().forEach(hop -> follow(vrrp, route.trackGroup(), hop.interfaceName()));
    }
    for (var rule : vrrp.rules) {
      follow(vrrp, rule.trackGroup(), rule.selectors().incoming());
      follow(vrrp, rule.trackGroup(), rule.selectors().outgoing());
    }
  }

  private void follow(VrrpDraft vrrp, Optional<String> group, Optional<String> interfaceName) {
    if (group.isEmpty() || interfaceName.isEmpty()) {
      return;
    }
    for (String instance : vrrp.trackGroups.get(group.get()).members()) {
      byInstance.computeIfAbsent(instance, name -> new LinkedHashSet<>()).add(interfaceName.get());
    }
  }

  /// Adds these interfaces to the tracking of an instance. An interface that the instance tracks
  /// itself keeps its weight.
  Tracking added(String instance, Tracking own) {
    var wanted = byInstance.getOrDefault(instance, Set.of());
    if (wanted.isEmpty()) {
      return own;
    }
    List<Tracking.Entry> interfaces = new ArrayList<>(own.interfaces());
    for (String name : wanted) {
      if (own.interfaces().stream().noneMatch(entry -> entry.name().equals(name))) {
        interfaces.add(new Tracking.Entry(name, FAULT, false));
      }
    }
    return new Tracking(interfaces, own.scripts(), own.files(), own.processes(), own.bfd());
  }
}
