package keepalived.conf.vrrp.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.global.GlobalDraft;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.iproute.EntryContext;
import keepalived.conf.track.TrackerDrafts;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.net.Family;

/// The VRRP part of a configuration during reading.
public final class VrrpDraft {

  /// The globals that instances inherit. They are read before the blocks.
  public final GlobalDraft globals;

  public final TrackerDrafts trackers;
  public final Map<String, InstanceDraft> instances = new LinkedHashMap<>();
  public final Map<String, GroupDraft> groups = new LinkedHashMap<>();
  public final Map<String, TrackGroupDraft> trackGroups = new LinkedHashMap<>();
  public final List<VirtualAddress> addresses = new ArrayList<>();
  public final List<VirtualRoute> routes = new ArrayList<>();
  public final List<VirtualRule> rules = new ArrayList<>();
  public final Map<String, VrrpConfig.InterfaceDelay> delays = new LinkedHashMap<>();
  public final List<VrrpConfig.GarpGroup> garpGroups = new ArrayList<>();
  public final Map<String, VrrpConfig.LinkbeatMethod> linkbeat = new LinkedHashMap<>();
  public boolean linkbeatAll;
  final List<ScriptUse> uses = new ArrayList<>();
  final RulePreferences preferences = new RulePreferences();

  public VrrpDraft(GlobalDraft globals) {
    this.globals = globals;
    this.trackers = new TrackerDrafts(globals, uses);
  }

  /// Whether the configuration has an instance.
  public boolean active() {
    return !instances.isEmpty();
  }

  /// What the entries of a list need to know from the part of the file that has been read.
  ///
  /// @param fixed whether the list is a static one
  public EntryContext entries(boolean fixed) {
    return new EntryContext(
        fixed, globals.dynamicInterfaces, trackGroups::containsKey, preferences::next);
  }

  public List<ScriptUse> uses() {
    return uses;
  }

  /// A `track_group` during reading.
  public record TrackGroupDraft(List<String> members, Place place) {}

  /// Assigns a preference to each rule without one: from 16384 downwards, separately for each
  /// family.
  static final class RulePreferences {
    private static final long FIRST = 16384;
    private long next4 = FIRST;
    private long next6 = FIRST;

    long next(Family family) {
      return family == Family.IPV4 ? next4-- : next6--;
    }
  }
}
