package keepalived.conf.lvs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.global.GlobalDraft;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.vrrp.VrrpDraft;
import keepalived.core.config.LvsConfig.LocalAddressGroup;
import keepalived.core.config.LvsConfig.TlsClient;
import keepalived.core.config.LvsConfig.VirtualServerGroup;

/// The LVS part of a configuration while it is read.
public final class LvsDraft {

  final GlobalDraft globals;

  /// Where the trackers are that checkers follow.
  final VrrpDraft trackers;

  final List<ServiceDraft> services = new ArrayList<>();
  final Map<String, VirtualServerGroup> groups = new LinkedHashMap<>();
  final Map<String, LocalAddressGroup> localAddresses = new LinkedHashMap<>();

  /// Names of groups that were written but are not used, for a reason that is reported.
  final Set<String> refusedGroups = new HashSet<>();

  Optional<TlsClient> tls = Optional.empty();
  final List<ScriptUse> uses = new ArrayList<>();

  public LvsDraft(GlobalDraft globals, VrrpDraft trackers) {
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
