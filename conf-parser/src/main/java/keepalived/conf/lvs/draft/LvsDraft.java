package keepalived.conf.lvs.draft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.global.GlobalDraft;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.track.TrackerDrafts;
import keepalived.core.config.LvsConfig.LocalAddressGroup;
import keepalived.core.config.LvsConfig.TlsClient;
import keepalived.core.config.LvsConfig.VirtualServerGroup;

/// The LVS part of a configuration while it is read.
public final class LvsDraft {

  public final GlobalDraft globals;

  /// Where the trackers are that checkers follow.
  public final TrackerDrafts trackers;

  public final List<ServiceDraft> services = new ArrayList<>();
  public final Map<String, VirtualServerGroup> groups = new LinkedHashMap<>();
  public final Map<String, LocalAddressGroup> localAddresses = new LinkedHashMap<>();

  /// Names of groups that were written but are not used, for a reason that is reported.
  public final Set<String> refusedGroups = new HashSet<>();

  public Optional<TlsClient> tls = Optional.empty();
  final List<ScriptUse> uses = new ArrayList<>();

  public LvsDraft(GlobalDraft globals, TrackerDrafts trackers) {
    this.globals = globals;
    this.trackers = trackers;
  }

  /// Whether there is anything for the LVS part to do.
  public boolean active() {
    return !services.isEmpty();
  }

  public List<ScriptUse> uses() {
    return uses;
  }
}
