package keepalived.conf.track;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.conf.global.GlobalDraft;
import keepalived.conf.global.ScriptUse;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.config.track.TrackFile;
import keepalived.core.config.track.TrackProcess;

/// The trackers of a configuration during reading, by name. Instances and checkers can follow files
/// and BFD sessions; only instances can follow scripts and processes.
public final class TrackerDrafts {

  final GlobalDraft globals;

  public final Map<String, ScriptDraft> scripts = new LinkedHashMap<>();
  public final Map<String, TrackProcess> processes = new LinkedHashMap<>();
  public final Map<String, TrackFile> files = new LinkedHashMap<>();
  public final Map<String, BfdInstance> bfd = new LinkedHashMap<>();

  /// Collects the scripts of the VRRP part in the order of the file.
  final List<ScriptUse> uses;

  public TrackerDrafts(GlobalDraft globals, List<ScriptUse> uses) {
    this.globals = globals;
    this.uses = uses;
  }
}
