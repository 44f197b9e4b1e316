package keepalived.conf.vrrp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.schema.Diagnostics;
import keepalived.conf.vrrp.draft.GroupDraft;
import keepalived.conf.vrrp.draft.InstanceDraft;
import keepalived.conf.vrrp.draft.VrrpDraft;
import keepalived.core.net.Family;

/// Checks across instances and groups, after all blocks have been read.
public final class VrrpChecks {

  private record Vrid(String interfaceName, int vrid, Family family) {}

  private VrrpChecks() {}

  public static void check(VrrpDraft vrrp, Diagnostics diagnostics) {
    vrrp.instances.values().forEach(d -> InstanceChecks.check(d, diagnostics));
    vrids(vrrp, diagnostics);
    groups(vrrp, diagnostics);
    WeightChecks.check(vrrp, diagnostics);
    vmacNames(vrrp, diagnostics);
    trackGroups(vrrp, diagnostics);
  }

  private static void vrids(VrrpDraft vrrp, Diagnostics diagnostics) {
    Map<Vrid, List<InstanceDraft>> taken = new HashMap<>();
    for (var d : vrrp.instances.values()) {
      if (d.vrid.isEmpty() || d.interfaceName.isEmpty()) {
        continue;
      }
      var key = new Vrid(d.interfaceName.get(), d.vrid.getAsInt(), d.effectiveFamily());
      var others = taken.computeIfAbsent(key, k -> new ArrayList<>());
      others.stream()
          .filter(o -> collide(o, d))
          .findFirst()
          .ifPresent(o -> taken(key, o, d, diagnostics));
      others.add(d);
    }
  }

  /// Whether the adverts of two instances reach each other: both use multicast, or they have a
  /// common unicast peer.
  private static boolean collide(InstanceDraft a, InstanceDraft b) {
    if (a.peers.isEmpty() && b.peers.isEmpty()) {
      return true;
    }
    return a.peers.stream()
        .anyMatch(p -> b.peers.stream().anyMatch(q -> q.address().equals(p.address())));
  }

  private static void taken(
      Vrid key, InstanceDraft other, InstanceDraft d, Diagnostics diagnostics) {
    String wording =
        "%s and %s both use VRID %d with %s on interface %s"
            .formatted(other.name, d.name, key.vrid(), key.family(), key.interfaceName());
    d.unusable = true;
    diagnostics.add(
        new Diagnostic(
                Code.VRID_TAKEN,
                d.vridPlace,
                "instances '%s' and '%s' both use VRID %d with %s on %s"
                    .formatted(other.name, d.name, key.vrid(), key.family(), key.interfaceName()))
            .because("routers would take one for the other")
            .fix("give each instance on an interface a virtual_router_id of its own")
            .original(wording));
  }

  private static void groups(VrrpDraft vrrp, Diagnostics diagnostics) {
    Map<String, String> memberOf = new HashMap<>();
    var empty = new HashSet<String>();
    for (var group : vrrp.groups.values()) {
      var unknown = new HashSet<String>();
      for (var member : group.members.entrySet()) {
        if (!vrrp.instances.containsKey(member.getKey())) {
          unknown.add(member.getKey());
          diagnostics.add(
              new Diagnostic(
                      Code.UNDEFINED_NAME,
                      member.getValue(),
                      "there is no vrrp_instance '"
                          + member.getKey()
                          + "'; it is dropped from the group")
                  .original(
                      "Virtual router %s specified in sync group %s doesn't exist - ignoring"
                          .formatted(member.getKey(), group.name)));
        } else if (memberOf.putIfAbsent(member.getKey(), group.name) != null) {
          unknown.add(member.getKey());
          diagnostics.add(
              new Diagnostic(
                  Code.DROPPED,
                  member.getValue(),
                  "'"
                      + member.getKey()
                      + "' is in group '"
                      + memberOf.get(member.getKey())
                      + "' already"));
        }
      }
      unknown.forEach(group.members::remove);
      size(group, empty, diagnostics);
    }
    empty.forEach(vrrp.groups::remove);
  }

  private static void size(GroupDraft group, Set<String> empty, Diagnostics diagnostics) {
    if (group.members.isEmpty()) {
      empty.add(group.name);
      diagnostics.add(
          new Diagnostic(
                  Code.INCOMPLETE,
                  group.place,
                  "sync group '" + group.name + "' has no instances; it is dropped")
              .original("Sync group " + group.name + " has no virtual router(s). removing"));
    } else if (group.members.size() == 1) {
      diagnostics.add(
          new Diagnostic(
                  Code.CONFLICT,
                  group.place,
                  "sync group '"
                      + group.name
                      + "' has only one instance, so it synchronises nothing")
              .original(
                  "Sync group "
                      + group.name
                      + " has only 1 virtual router(s) - this probably isn't what you want"));
    }
  }

  private static void vmacNames(VrrpDraft vrrp, Diagnostics diagnostics) {
    Map<String, String> users = new HashMap<>();
    for (var d : vrrp.instances.values()) {
      if (d.vmac.name.isEmpty()) {
        continue;
      }
      String other = users.putIfAbsent(d.vmac.name.get(), d.name);
      if (other != null) {
        diagnostics.add(
            new Diagnostic(
                    Code.CONFLICT,
                    d.vmac.place.orElse(d.place),
                    "'" + other + "' has an interface '" + d.vmac.name.get() + "' already")
                .because("the name is not used"));
        d.vmac.name = Optional.empty();
      }
    }
  }

  private static void trackGroups(VrrpDraft vrrp, Diagnostics diagnostics) {
    vrrp.trackGroups.forEach(
        (name, group) -> {
          for (String member : group.members()) {
            if (!vrrp.instances.containsKey(member)) {
              diagnostics.add(
                  new Diagnostic(
                      Code.MEMBER_UNKNOWN,
                      group.place(),
                      "track_group '" + name + "': there is no vrrp_instance '" + member + "'"));
            }
          }
          if (group.members().isEmpty()) {
            diagnostics.add(
                new Diagnostic(
                    Code.INCOMPLETE, group.place(), "track_group '" + name + "' has no members"));
          }
        });
  }

  /// Removes a script that cannot run from the trackers and from all tracking lists.
  public static void dropScript(VrrpDraft vrrp, String name) {
    vrrp.trackers.scripts.remove(name);
    vrrp.instances.values().forEach(d -> d.tracks.scripts.removeIf(e -> e.name().equals(name)));
    vrrp.groups.values().forEach(d -> d.tracks.scripts.removeIf(e -> e.name().equals(name)));
  }

  /// The place of the line that opens an instance. Empty when there is no such instance.
  public static Optional<Place> placeOfInstance(VrrpDraft vrrp, String name) {
    return Optional.ofNullable(vrrp.instances.get(name)).map(d -> d.place);
  }

  /// The place of the line that opens a `vrrp_script`. Empty when there is no such script.
  public static Optional<Place> placeOfScript(VrrpDraft vrrp, String name) {
    return Optional.ofNullable(vrrp.trackers.scripts.get(name)).map(d -> d.place);
  }
}
