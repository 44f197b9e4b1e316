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

/// The VRRP part of a configuration while it is read.
public final class VrrpDraft {

  /// The globals instances inherit; read before anything else.
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

  /// Whether there is anything for the VRRP part to do.
  public boolean active() {
    return !instances.isEmpty();
  }

  /// What the entries of a list need to know, as far as the file has been read.
  ///
  /// @param fixed whether the list is a static one
  public EntryContext entries(boolean fixed) {
    return new EntryContext(
        fixed, globals.dynamicInterfaces, trackGroups::containsKey, preferences::next);
  }

  public List<ScriptUse> uses() {
    return uses;
  }

  /// A `track_group` while it is read.
  public record TrackGroupDraft(List<String> members, Place place) {}

  /// Hands out preferences to rules that have none: from 16384 downwards, by family.
  static final class RulePreferences {
    private static final long FIRST = 16384;
    private long next4 = FIRST;
    private long next6 = FIRST;

    long next(Family family) {
      return family == Family.IPV4 ? next4-- : next6--;
    }
  }
}
