package keepalived.conf.vrrp.draft;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.track.TrackLists;
import keepalived.conf.tree.Word;
import keepalived.core.config.script.Script;

/// A `vrrp_sync_group` during reading.
public final class GroupDraft {

  public final VrrpDraft vrrp;
  public final String name;
  public final Place place;
  public final Map<String, Place> members = new LinkedHashMap<>();
  boolean groupSeen;
  public final TrackLists tracks;
  public boolean trackingWeight;
  public final Map<String, Script> notify = new LinkedHashMap<>();
  public Optional<Boolean> mail = Optional.empty();
  public Optional<Boolean> priorityChanges = Optional.empty();

  private GroupDraft(VrrpDraft vrrp, String name, Place place) {
    this.vrrp = vrrp;
    this.name = name;
    this.place = place;
    this.tracks = new TrackLists(vrrp.trackers, name);
  }

  public static Keywords<GroupDraft> table() {
    var table =
        Keywords.<GroupDraft>of("vrrp_sync_group")
            .entries("group", GroupDraft::member, GroupDraft::membersRead);
    TrackLists.add(table, d -> d.tracks);
    NotifyKeywords.add(table, d -> d.notify, d -> d.vrrp);
    return table
        .bool("smtp_alert", (d, v) -> d.mail = Optional.of(v))
        .custom("global_tracking", GroupDraft::globalTracking)
        .ignored("deprecated: the group's own tracking lists do it")
        .flag("sync_group_tracking_weight", d -> d.trackingWeight = true)
        .bool("notify_priority_changes", (d, v) -> d.priorityChanges = Optional.of(v));
  }

  public static Optional<GroupDraft> open(VrrpDraft vrrp, Args args) {
    if (args.remaining() != 1) {
      args.rest();
      args.report(Code.NAME_MISSING, "'vrrp_sync_group' needs exactly one name");
      return Optional.empty();
    }
    Word word = args.word().orElseThrow();
    if (vrrp.groups.containsKey(word.text())) {
      args.report(
          Code.NAME_TAKEN,
          word,
          "a vrrp_sync_group '" + word + "' is already defined; this one is ignored");
      return Optional.empty();
    }
    return Optional.of(new GroupDraft(vrrp, word.text(), args.place()));
  }

  public static void close(VrrpDraft vrrp, GroupDraft draft, Args args) {
    vrrp.groups.putIfAbsent(draft.name, draft);
  }

  private static void member(GroupDraft d, Args args) {
    for (Word word : args.rest()) {
      if (d.members.putIfAbsent(word.text(), args.place(word)) != null) {
        args.report(Code.ALREADY_SET, word, "'" + word + "' is listed twice");
      }
    }
  }

  private static void membersRead(GroupDraft d, Args args) {
    if (d.groupSeen) {
      args.report(Code.ALREADY_SET, "the group's members are listed twice");
    }
    d.groupSeen = true;
    if (d.members.isEmpty()) {
      args.add(
          new Diagnostic(Code.INCOMPLETE, args.place(), "this group has no members")
              .original("Warning - sync group " + d.name + " has empty group block"));
    }
  }

  /// Reads `global_tracking`, which has the effect of `sync_group_tracking_weight`: weights count.
  private static void globalTracking(GroupDraft d, Args args) {
    d.trackingWeight = true;
    args.add(
        new Diagnostic(Code.DEPRECATED, args.place(), "'global_tracking' is deprecated")
            .fix("put track_interface, track_script or track_file into the group")
            .original("(" + d.name + ") global_tracking is deprecated."));
  }
}
