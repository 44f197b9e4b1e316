package keepalived.conf.track;

import keepalived.conf.schema.Keywords;

/// The tracker keywords at the root.
public final class TrackerRoots {

  private TrackerRoots() {}

  /// The trackers that only instances and groups can name.
  public static Keywords<TrackerDrafts> vrrp() {
    return Keywords.<TrackerDrafts>of("(root)")
        .block("vrrp_script", ScriptDraft.KEYWORDS, ScriptDraft::open, ScriptDraft::close)
        .block(
            "vrrp_track_process", ProcessDraft.KEYWORDS, ProcessDraft::open, ProcessDraft::close);
  }

  /// The trackers that checkers can name as well.
  public static Keywords<TrackerDrafts> shared() {
    return Keywords.<TrackerDrafts>of("(root)")
        .block("track_file", FileDraft.KEYWORDS, FileDraft::open, FileDraft::close)
        .alias("vrrp_track_file", "track_file")
        .block("bfd_instance", BfdDraft.KEYWORDS, BfdDraft::open, BfdDraft::close);
  }
}
