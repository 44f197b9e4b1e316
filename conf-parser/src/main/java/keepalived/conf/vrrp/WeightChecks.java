package keepalived.conf.vrrp;

import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Diagnostics;
import keepalived.conf.vrrp.draft.InstanceDraft;
import keepalived.conf.vrrp.draft.VrrpDraft;
import keepalived.core.config.track.Tracking;

/// Removes weights that must not change a priority: those of members of a sync group without
/// sync_group_tracking_weight, and those of address owners.
final class WeightChecks {

  private final InstanceDraft d;
  private final String why;
  private final Diagnostics diagnostics;

  private WeightChecks(InstanceDraft d, String why, Diagnostics diagnostics) {
    this.d = d;
    this.why = why;
    this.diagnostics = diagnostics;
  }

  static void check(VrrpDraft vrrp, Diagnostics diagnostics) {
    var fixed = new HashSet<String>();
    for (var group : vrrp.groups.values()) {
      if (!group.trackingWeight) {
        fixed.addAll(group.members.keySet());
      }
    }
    for (var d : vrrp.instances.values()) {
      boolean owner = d.effectivePriority() == 255;
      if (owner || fixed.contains(d.name)) {
        var why =
            owner ? "an address owner keeps its priority" : "a sync group needs equal priorities";
        new WeightChecks(d, why, diagnostics).fix();
      }
    }
  }

  private void fix() {
    weightless(d.tracks.interfaces, "interface");
    weightless(d.tracks.files, "file");
    dropWeighted(d.tracks.scripts, "script");
    dropWeighted(d.tracks.bfd, "BFD session");
  }

  private void weightless(List<Tracking.Entry> list, String kind) {
    replace(list, kind, entry -> List.of(new Tracking.Entry(entry.name(), 0, entry.reverse())));
  }

  private void dropWeighted(List<Tracking.Entry> list, String kind) {
    replace(list, kind, entry -> List.of());
  }

  private void replace(
      List<Tracking.Entry> list,
      String kind,
      Function<Tracking.Entry, List<Tracking.Entry>> other) {
    for (var entry : List.copyOf(list)) {
      if (entry.weight() == 0) {
        continue;
      }
      var kept = other.apply(entry);
      list.replaceAll(e -> e.equals(entry) && !kept.isEmpty() ? kept.getFirst() : e);
      if (kept.isEmpty()) {
        list.remove(entry);
      }
      diagnostics.add(
          new Diagnostic(
                  Code.CONFLICT,
                  d.place,
                  "'%s': the weight of tracked %s '%s' is not used"
                      .formatted(d.name, kind, entry.name()))
              .because(why)
              .fix("write 'weight 0' there")
              .original(
                  "(%s) ignoring weight from tracked %s %s".formatted(d.name, kind, entry.name())));
    }
  }
}
