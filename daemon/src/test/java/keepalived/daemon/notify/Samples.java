package keepalived.daemon.notify;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.Ipv4Address;

/// Minimal configurations for tests of notifications.
final class Samples {

  static final Endpoint SERVER = new Endpoint(Ipv4Address.of("127.0.0.1"), 8001);

  private Samples() {}

  static Script script(String... words) {
    return new Script(
        String.join(" ", words), List.of(words), Optional.empty(), Script.Kind.PROGRAM);
  }

  /// Scripts by letter: `m`, `b`, `f`, `s` for the states, `any` for all.
  static NotifyScripts scripts(String directory) {
    return new NotifyScripts(
        Optional.of(script(directory + "m", "one", "two three")),
        Optional.of(script(directory + "b")),
        Optional.of(script(directory + "f")),
        Optional.of(script(directory + "s")),
        Optional.of(script(directory + "any")));
  }

  static VrrpInstance.InstanceNotify everything(String directory) {
    return new VrrpInstance.InstanceNotify(
        scripts(directory),
        Optional.of(script(directory + "lower")),
        true,
        Optional.of(script(directory + "deleted")),
        true,
        true);
  }

  static VrrpInstance instance(String name, VrrpInstance.InstanceNotify notices) {
    return new VrrpInstance(
        name,
        51,
        VrrpInstance.Version.V2,
        Family.IPV4,
        Optional.of("eth0"),
        new VrrpInstance.Election(
            100,
            false,
            true,
            Duration.ofSeconds(1),
            true,
            Duration.ZERO,
            3,
            OptionalInt.empty(),
            false,
            false),
        new VrrpInstance.Transport.Multicast(Optional.empty(), Ipv4Address.of("224.0.0.18")),
        new VrrpInstance.Authentication.None(),
        new VrrpInstance.AdvertOptions(false, false, false, VrrpInstance.ChecksumForm.STANDARD),
        new VrrpInstance.Announcements(
            Duration.ofSeconds(5), 5, Duration.ZERO, 1, Duration.ZERO, 0, Duration.ZERO, false),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Tracking.NONE,
        Optional.empty(),
        new VrrpInstance.KernelOptions(
            true, false, true, false, 0, Optional.empty(), Optional.empty()),
        notices);
  }

  static SyncGroup group(String name, NotifyScripts scripts, boolean mail) {
    return new SyncGroup(name, List.of(), Tracking.NONE, false, scripts, mail, false);
  }

  static Config config(
      GlobalSettings global, List<VrrpInstance> instances, List<SyncGroup> groups) {
    var byName = new LinkedHashMap<String, VrrpInstance>();
    instances.forEach(i -> byName.put(i.name(), i));
    var groupsByName = new LinkedHashMap<String, SyncGroup>();
    groups.forEach(g -> groupsByName.put(g.name(), g));
    var none = VrrpConfig.EMPTY;
    var vrrp =
        new VrrpConfig(
            byName,
            groupsByName,
            Map.of(),
            Map.of(),
            none.statics(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            false);
    return new Config(global, vrrp, LvsConfig.EMPTY, Map.of(), Map.of());
  }

  static GlobalSettings global(GlobalSettings.Fifos fifos, GlobalSettings.Mail mail) {
    return global(fifos, mail, GlobalSettings.Scripts.DEFAULT);
  }

  static GlobalSettings global(
      GlobalSettings.Fifos fifos, GlobalSettings.Mail mail, GlobalSettings.Scripts scripts) {
    var d = GlobalSettings.DEFAULT;
    return new GlobalSettings(
        Optional.of("R1"),
        d.process(),
        mail,
        scripts,
        fifos,
        d.vrrp(),
        d.lvs(),
        d.reload(),
        d.dumps(),
        d.snmp(),
        d.dbus(),
        d.nftables());
  }
}
