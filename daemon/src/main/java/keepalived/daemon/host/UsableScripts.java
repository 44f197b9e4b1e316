package keepalived.daemon.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.Check;
import keepalived.core.config.Config;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.RealServer;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.track.TrackScript;
import keepalived.core.config.track.Tracking;
import keepalived.daemon.script.ScriptBook;

/// Removes from a configuration the scripts that must not or cannot run, as the original does:
/// their trackers are removed too, and a server whose MISC_CHECK script is missing is up without
/// the check.
public final class UsableScripts {

  private UsableScripts() {}

  public static Config of(Config config, ScriptBook book) {
    return new Config(
        config.global(),
        vrrp(config.vrrp(), book),
        lvs(config.lvs(), book),
        config.trackFiles(),
        config.bfdInstances());
  }

  private static VrrpConfig vrrp(VrrpConfig vrrp, ScriptBook book) {
    var scripts = new LinkedHashMap<String, TrackScript>();
    vrrp.scripts()
        .forEach(
            (name, script) -> {
              if (book.program(script.script()).isPresent()) {
                scripts.put(name, script);
              }
            });
    if (scripts.size() == vrrp.scripts().size()) {
      return vrrp;
    }
    var instances = new LinkedHashMap<String, VrrpInstance>();
    vrrp.instances()
        .forEach((name, i) -> instances.put(name, tracking(i, usable(i.tracking(), scripts))));
    var groups = new LinkedHashMap<String, SyncGroup>();
    vrrp.syncGroups()
        .forEach((name, g) -> groups.put(name, tracking(g, usable(g.tracking(), scripts))));
    return new VrrpConfig(
        instances,
        groups,
        scripts,
        vrrp.processes(),
        vrrp.statics(),
        vrrp.trackGroups(),
        vrrp.interfaceDelays(),
        vrrp.garpGroups(),
        vrrp.linkbeat(),
        vrrp.linkbeatAll());
  }

  private static LvsConfig lvs(LvsConfig lvs, ScriptBook book) {
    return new LvsConfig(
        lvs.virtualServers().stream().map(service -> service(service, book)).toList(),
        lvs.groups(),
        lvs.localAddressGroups(),
        lvs.tls());
  }

  private static VirtualServer service(VirtualServer s, ScriptBook book) {
    return new VirtualServer(
        s.address(),
        s.protocol(),
        s.family(),
        s.scheduler(),
        s.flags(),
        s.forwarding(),
        s.localAddressGroup(),
        s.persistence(),
        s.onepacket(),
        s.alpha(),
        s.omega(),
        s.suspendWithoutAddress(),
        s.quorum(),
        s.sorryServer(),
        s.realServers().stream().map(server -> server(server, book)).toList(),
        s.mail(),
        s.virtualHost(),
        s.snmpName(),
        s.delayLoop());
  }

  private static RealServer server(RealServer s, ScriptBook book) {
    return new RealServer(
        s.endpoint(),
        s.forwarding(),
        s.weight(),
        s.inhibitOnFailure(),
        s.upperThreshold(),
        s.lowerThreshold(),
        s.alpha(),
        s.notifyUp(),
        s.notifyDown(),
        s.mail(),
        s.snmpName(),
        s.checks().stream().filter(check -> usable(check, book)).toList());
  }

  private static boolean usable(Check check, ScriptBook book) {
    return !(check instanceof Check.MiscCheck misc) || book.program(misc.script()).isPresent();
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
