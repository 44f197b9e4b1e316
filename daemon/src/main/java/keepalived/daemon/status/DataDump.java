package keepalived.daemon.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.Tracking;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.State;

/// The VRRP part of `keepalived.data`, written at SIGUSR1: the configuration and state of
/// instances. It has every line that programs look for in such files; lines about the original's
/// internals (file descriptors, socket pools) are missing.
public final class DataDump {

  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss.SSSSSS yyyy", Locale.ROOT);

  private final DumpText text = new DumpText();
  private final ScriptText scripts;

  private DataDump(ScriptText scripts) {
    this.scripts = scripts;
  }

  /// @param config the current one: static items and definitions of the trackers
  /// @param busy tracked scripts that are running
  public static String text(
      VrrpSnapshot snapshot, Config config, Set<String> busy, ScriptText scripts) {
    var dump = new DataDump(scripts);
    dump.statics(config.vrrp().statics());
    dump.text.heading("VRRP Topology");
    snapshot.instances().forEach(instance -> dump.instance(instance, groupOf(snapshot, instance)));
    if (!snapshot.groups().isEmpty()) {
      dump.text.heading("VRRP Sync groups");
      snapshot.groups().forEach(dump::group);
    }
    return dump.text + TrackerDump.text(snapshot.observations(), config, busy, scripts);
  }

  private void statics(VrrpConfig.StaticItems items) {
    section(
        "Static Addresses",
        items.addresses().stream().map(a -> ItemText.address(a, "(none)", true)).toList());
    section("Static Routes", items.routes().stream().map(ItemText::route).toList());
    section("Static Rules", items.rules().stream().map(ItemText::rule).toList());
  }

  private void section(String name, List<String> items) {
    if (!items.isEmpty()) {
      text.heading(name);
      text.items(items);
    }
  }

  private static String groupOf(VrrpSnapshot snapshot, InstanceSnapshot instance) {
    return snapshot.groups().stream()
        .filter(group -> group.config().members().contains(instance.config().name()))
        .map(group -> group.config().name())
        .findFirst()
        .orElse("");
  }

  private void instance(InstanceSnapshot snapshot, String group) {
    var config = snapshot.config();
    text.title("VRRP Instance", config.name());
    text.line("VRRP Version", config.version().number());
    if (!group.isEmpty()) {
      text.line("Sync group", group);
    }
    text.line("State", word(snapshot.state()));
    text.line("Wantstate", word(snapshot.state()));
    text.line("Faults", snapshot.missing());
    text.line("Last transition", time(snapshot.lastTransition().when()));
    network(snapshot);
    announcements(config);
    election(snapshot);
    authentication(config);
    boolean set = snapshot.state().ownsAddresses();
    String dev = ItemText.device(config).orElse("(none)");
    addresses("Virtual IP", config.addresses(), dev, set);
    list("Virtual IP Excluded", excluded(config, dev, set));
    transport(config.transport());
    list("Virtual Routes", config.routes().stream().map(ItemText::route).toList());
    list("Virtual Rules", config.rules().stream().map(ItemText::rule).toList());
    tracking(config.tracking());
    notifications(config);
  }

  private static List<String> excluded(VrrpInstance config, String dev, boolean set) {
    return config.excluded().stream().map(a -> ItemText.address(a, dev, set)).toList();
  }

  private void network(InstanceSnapshot snapshot) {
    var config = snapshot.config();
    String below = config.interfaceName().orElse("(none)");
    var mac = ItemText.virtualMac(config);
    if (mac.isPresent()) {
      boolean base = config.virtualMac().orElseThrow().transmitOnBase();
      text.plain(
          "Use VMAC, i/f name %s, is_up = %s, xmit_base = %s"
              .formatted(mac.get(), snapshot.faults().isEmpty(), base));
    }
    text.line("Interface", mac.map(name -> name + ", vmac on " + below).orElse(below));
    text.line("Using src_ip", snapshot.address().map(Object::toString).orElse("(none)"));
  }

  /// Printed after the values that exporters look for: one exporter stops reading an instance at
  /// the first line that is not `name = value`.
  private void transport(VrrpInstance.Transport transport) {
    switch (transport) {
      case VrrpInstance.Transport.Multicast(_, var address) ->
          text.plain("Multicast address " + address);
      case VrrpInstance.Transport.Unicast unicast -> {
        text.line("Unicast TTL", unicast.ttl());
        text.plain("Check unicast src : " + (unicast.checkSource() ? "yes" : "no"));
        list("Unicast Peer", unicast.peers().stream().map(DataDump::peer).toList());
      }
    }
  }

  private static String peer(VrrpInstance.Transport.Peer peer) {
    return "%s min_ttl %d max_ttl %d".formatted(peer.address(), peer.minTtl(), peer.maxTtl());
  }

  private void announcements(VrrpInstance config) {
    var garp = config.announcements();
    text.line("Gratuitous ARP delay", garp.delay().toSeconds());
    text.line("Gratuitous ARP repeat", garp.repeat());
    text.line("Gratuitous ARP refresh", garp.refresh().toSeconds());
    text.line("Gratuitous ARP refresh repeat", garp.refreshRepeat());
    text.line("Gratuitous ARP lower priority delay", garp.lowerPriorityDelay().toSeconds());
    text.line("Gratuitous ARP lower priority repeat", garp.lowerPriorityRepeat());
    text.line("Down timer adverts", config.election().downTimerAdverts());
    var options = config.advertOptions();
    text.line("Send advert after receive lower priority advert", !options.lowerPriorityNoAdvert());
    text.line(
        "Send advert after receive higher priority advert", options.higherPrioritySendAdvert());
  }

  private void election(InstanceSnapshot snapshot) {
    var config = snapshot.config();
    var election = config.election();
    text.line("Virtual Router ID", config.vrid());
    text.line("Priority", election.priority());
    text.line("Effective priority", snapshot.priority());
    text.line("Total priority", snapshot.priority());
    text.line("Advert interval", interval(config.version(), election.advertInterval()));
    if (snapshot.state() instanceof State.Backup backup) {
      backup
          .master()
          .ifPresent(
              master -> {
                text.line("Master router", master.address());
                text.line("Master priority", master.priority());
              });
    }
    text.line("Accept", enabled(config.kernel().accept()));
    text.line("Preempt", enabled(election.preempt()));
    if (!election.preemptDelay().isZero()) {
      text.line("Preempt delay", election.preemptDelay().toMillis() / 1000.0 + " secs");
    }
    text.line("Promote_secondaries", enabled(config.kernel().promoteSecondaries()));
  }

  private static String interval(VrrpInstance.Version version, Duration interval) {
    return version == VrrpInstance.Version.V2
        ? interval.toSeconds() + " sec"
        : interval.toMillis() + " milli-sec";
  }

  private static String enabled(boolean on) {
    return on ? "enabled" : "disabled";
  }

  private void authentication(VrrpInstance config) {
    switch (config.authentication()) {
      case VrrpInstance.Authentication.None _ -> {
        if (config.version() == VrrpInstance.Version.V2) {
          text.line("Authentication type", "none");
        }
      }
      case VrrpInstance.Authentication.Password(var password) -> {
        text.line("Authentication type", "SIMPLE_PASSWORD");
        text.line("Password", "*".repeat(password.length()));
      }
      case VrrpInstance.Authentication.AuthHeader(var password) -> {
        text.line("Authentication type", "IPSEC_AH");
        text.line("Password", "*".repeat(password.length()));
      }
      case VrrpInstance.Authentication.Hmac hmac -> {
        text.line("Authentication type", "HMAC_SHA256");
        text.line("Active key", hmac.activeKey());
      }
    }
  }

  private void addresses(String name, List<VirtualAddress> all, String dev, boolean set) {
    text.plain(name + " (" + all.size() + "):");
    text.items(all.stream().map(a -> ItemText.address(a, dev, set)).toList());
  }

  private void list(String name, List<String> items) {
    if (!items.isEmpty()) {
      text.plain(name + " :");
      text.items(items);
    }
  }

  private void tracking(Tracking tracking) {
    entries("Tracked interfaces", tracking.interfaces(), e -> e.name() + " weight " + e.weight());
    entries("Tracked scripts", tracking.scripts(), e -> e.name() + " weight " + e.weight());
    entries("Tracked files", tracking.files(), e -> e.name() + ", weight " + e.weight());
    entries("Tracked processes", tracking.processes(), e -> e.name() + ", weight " + e.weight());
    entries("Tracked BFDs", tracking.bfd(), e -> e.name() + ", weight " + e.weight());
  }

  private void entries(
      String name, List<Tracking.Entry> entries, Function<Tracking.Entry, String> form) {
    list(name, entries.stream().map(form).toList());
  }

  private void notifications(VrrpInstance config) {
    var notices = config.notices();
    text.line("Using smtp notification", notices.mail() ? "yes" : "no");
    text.line("Notify deleted", notices.deleted() ? "Deleted" : "Fault");
    scripts(notices.scripts());
    text.line("Notify priority changes", notices.priorityChanges());
  }

  private void scripts(NotifyScripts scripts) {
    scripts.backup().ifPresent(s -> script("Backup", s));
    scripts.master().ifPresent(s -> script("Master", s));
    scripts.fault().ifPresent(s -> script("Fault", s));
    scripts.stop().ifPresent(s -> script("Stop", s));
    scripts.any().ifPresent(s -> script("Generic", s));
  }

  private void script(String kind, Script script) {
    text.line(kind + " state transition script", scripts.withOwner(script));
  }

  private void group(VrrpSnapshot.GroupSnapshot group) {
    text.title(
        "VRRP Sync Group",
        group.config().name() + ", " + group.state().map(Enum::name).orElse("(mixed)"));
    list("VRRP member instances", group.config().members());
    text.line("Using smtp notification", group.config().mail() ? "yes" : "no");
    tracking(group.config().tracking());
    scripts(group.config().scripts());
  }

  private static String word(State state) {
    return switch (state) {
      case State.Initialize _ -> "INIT";
      case State.Backup _ -> "BACKUP";
      case State.Master _ -> "MASTER";
      case State.Fault _ -> "FAULT";
    };
  }

  private static String time(Instant when) {
    return "%d.%06d (%s)"
        .formatted(
            when.getEpochSecond(),
            when.getNano() / 1000,
            CTIME.format(when.atZone(ZoneId.systemDefault())));
  }
}
