package keepalived.daemon.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.TrackScript;
import keepalived.core.config.Tracking;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.daemon.script.ScriptBook;

/// A configuration without the tracked scripts that must not run: what tracks them goes too, as the
/// original does it.
public final class UsableScripts {

  private UsableScripts() {}

  public static Config of(Config config, ScriptBook book) {
    var vrrp = config.vrrp();
    var scripts = new LinkedHashMap<String, TrackScript>();
    vrrp.scripts()
        .forEach(
            (name, script) -> {
              if (book.program(script.script()).isPresent()) {
                scripts.put(name, script);
              }
            });
    if (scripts.size() == vrrp.scripts().size()) {
      return config;
    }
    var instances = new LinkedHashMap<String, VrrpInstance>();
    vrrp.instances()
        .forEach((name, i) -> instances.put(name, tracking(i, usable(i.tracking(), scripts))));
    var groups = new LinkedHashMap<String, SyncGroup>();
    vrrp.syncGroups()
        .forEach((name, g) -> groups.put(name, tracking(g, usable(g.tracking(), scripts))));
    return new Config(
        config.global(),
        new VrrpConfig(
            instances,
            groups,
            scripts,
            vrrp.processes(),
            vrrp.statics(),
            vrrp.trackGroups(),
            vrrp.interfaceDelays(),
            vrrp.garpGroups(),
            vrrp.linkbeat(),
            vrrp.linkbeatAll()),
        config.lvs(),
        config.trackFiles(),
        config.bfdInstances());
  }

  private static Tracking usable(Tracking tracking, Map<String, TrackScript> scripts) {
    List<Tracking.Entry> kept =
        tracking.scripts().stream().filter(entry -> scripts.containsKey(entry.name())).toList();
    return new Tracking(
        tracking.interfaces(), kept, tracking.files(), tracking.processes(), tracking.bfd());
  }

  private static VrrpInstance tracking(VrrpInstance i, Tracking tracking) {
    return new VrrpInstance(
        i.name(),
        i.vrid(),
        i.version(),
        i.family(),
        i.interfaceName(),
        i.election(),
        i.transport(),
        i.authentication(),
        i.advertOptions(),
        i.announcements(),
        i.addresses(),
        i.excluded(),
        i.routes(),
        i.rules(),
        tracking,
        i.virtualMac(),
        i.kernel(),
        i.notices());
  }

  private static SyncGroup tracking(SyncGroup g, Tracking tracking) {
    return new SyncGroup(
        g.name(),
        g.members(),
        tracking,
        g.trackingWeight(),
        g.scripts(),
        g.mail(),
        g.priorityChanges());
  }
}
