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

/// The LVS part of a configuration during reading.
public final class LvsDraft {

  public final GlobalDraft globals;

  /// The trackers that checkers can follow.
  public final TrackerDrafts trackers;

  public final List<ServiceDraft> services = new ArrayList<>();
  public final Map<String, VirtualServerGroup> groups = new LinkedHashMap<>();
  public final Map<String, LocalAddressGroup> localAddresses = new LinkedHashMap<>();

  /// The names of groups that are not used because of a mistake that is reported already.
  public final Set<String> refusedGroups = new HashSet<>();

  public Optional<TlsClient> tls = Optional.empty();
  final List<ScriptUse> uses = new ArrayList<>();

  public LvsDraft(GlobalDraft globals, TrackerDrafts trackers) {
    this.globals = globals;
    this.trackers = trackers;
  }

  /// Whether the configuration has a virtual server.
  public boolean active() {
    return !services.isEmpty();
  }

  public List<ScriptUse> uses() {
    return uses;
  }
}
