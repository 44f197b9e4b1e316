package keepalived.daemon.status;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.TrackScript;
import keepalived.core.config.track.Tracking;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.State;

/// `keepalived.json`, written at the JSON signal: keys, their order and the types of their values
/// are the original's, inconsistent as they are.
public final class JsonDump {

  private final Json json = new Json();

  private final Map<String, TrackScript> scripts;

  private JsonDump(Map<String, TrackScript> scripts) {
    this.scripts = scripts;
  }

  /// @param version 1: an array of instances; 2: an object with `vrrp` and `track_process`
  /// @param scripts the tracked ones, by name
  public static String text(VrrpSnapshot snapshot, Map<String, TrackScript> scripts, int version) {
    var dump = new JsonDump(scripts);
    if (version == 1) {
      dump.instances(snapshot);
    } else {
      dump.json.object(
          () -> {
            dump.json.name("vrrp");
            dump.instances(snapshot);
          });
    }
    return dump.json.toString() + "\n";
  }

  private void instances(VrrpSnapshot snapshot) {
    json.array(() -> snapshot.instances().forEach(this::instance));
  }

  private void instance(InstanceSnapshot instance) {
    json.object(
        () -> {
          json.name("data").object(() -> data(instance));
          json.name("stats").object(() -> statistics(instance));
        });
  }

  private void data(InstanceSnapshot snapshot) {
    var config = snapshot.config();
    json.member("iname", config.name())
        .member("dont_track_primary", config.kernel().trackPrimary() ? 0 : 1)
        .member("skip_check_adv_addr", flag(config.advertOptions().skipCheckAddresses()))
        .member("strict_mode", flag(config.election().strict()))
        .member("vmac_ifname", ItemText.virtualMac(config).orElse(""))
        .member("ifp_ifname", ItemText.virtualMac(config).or(config::interfaceName).orElse("none"))
        .member("master_priority", masterPriority(snapshot.state()))
        .number("last_transition", seconds(snapshot.lastTransition().when()));
    announcements(config.announcements());
    election(snapshot);
    scripts(config);
    items(snapshot);
    authentication(config.authentication());
  }

  private static int masterPriority(State state) {
    return state instanceof State.Backup backup
        ? backup.master().map(State.KnownMaster::priority).orElse(0)
        : 0;
  }

  private void announcements(VrrpInstance.Announcements garp) {
    json.member("garp_delay", garp.delay().toSeconds())
        .member("garp_refresh", garp.refresh().toSeconds())
        .member("garp_rep", garp.repeat())
        .member("garp_refresh_rep", garp.refreshRepeat())
        .member("garp_lower_prio_delay", garp.lowerPriorityDelay().toSeconds())
        .member("garp_lower_prio_rep", garp.lowerPriorityRepeat());
  }

  private void election(InstanceSnapshot snapshot) {
    var config = snapshot.config();
    var election = config.election();
    var interval =
        snapshot.state() instanceof State.Backup backup
            ? backup.masterInterval()
            : election.advertInterval();
    json.member("lower_prio_no_advert", flag(config.advertOptions().lowerPriorityNoAdvert()))
        .member("higher_prio_send_advert", flag(config.advertOptions().higherPrioritySendAdvert()))
        .member("vrid", config.vrid())
        .member("base_priority", election.priority())
        .member("effective_priority", snapshot.priority())
        .member("vipset", snapshot.state().ownsAddresses())
        .member("promote_secondaries", config.kernel().promoteSecondaries())
        .number("adver_int", seconds(election.advertInterval()))
        .number("master_adver_int", seconds(interval))
        .member("accept", flag(config.kernel().accept()))
        .member("nopreempt", !election.preempt())
        .number("preempt_delay", seconds(election.preemptDelay()))
        .member("state", number(snapshot.state()))
        .member("wantstate", number(snapshot.state()))
        .member("version", config.version().number())
        .member("smtp_alert", config.notices().mail())
        .member("notify_deleted", config.notices().deleted());
  }

  private void scripts(VrrpInstance config) {
    var scripts = config.notices().scripts();
    script("script_backup", scripts.backup());
    script("script_master", scripts.master());
    script("script_fault", scripts.fault());
    script("script_stop", scripts.stop());
    script("script_deleted", config.notices().deletedScript());
    script("script", scripts.any());
    script("script_master_rx_lower_pri", config.notices().masterReceivedLowerPriority());
  }

  private void script(String name, Optional<Script> script) {
    script.ifPresent(s -> json.member(name, ItemText.script(s)));
  }

  private void items(InstanceSnapshot snapshot) {
    var config = snapshot.config();
    boolean set = snapshot.state().ownsAddresses();
    String dev = ItemText.device(config).orElse("none");
    list("vips", addresses(config.addresses(), dev, set));
    list("evips", addresses(config.excluded(), dev, set));
    list("vroutes", config.routes().stream().map(ItemText::route).toList());
    list("vrules", config.rules().stream().map(ItemText::rule).toList());
    var tracking = config.tracking();
    list("track_ifp", names(tracking.interfaces()));
    list("track_script", commands(tracking.scripts()));
    list("track_process", names(tracking.processes()));
  }

  private static List<String> addresses(List<VirtualAddress> all, String dev, boolean set) {
    return all.stream().map(address -> ItemText.address(address, dev, set)).toList();
  }

  private static List<String> names(List<Tracking.Entry> entries) {
    return entries.stream().map(Tracking.Entry::name).toList();
  }

  /// The commands of tracked scripts, which the original prints in place of their names.
  private List<String> commands(List<Tracking.Entry> entries) {
    return entries.stream()
        .map(entry -> scripts.get(entry.name()))
        .filter(Objects::nonNull)
        .map(script -> ItemText.script(script.script()))
        .toList();
  }

  private void list(String name, List<String> values) {
    if (!values.isEmpty()) {
      json.member(name, values);
    }
  }

  private void authentication(VrrpInstance.Authentication authentication) {
    switch (authentication) {
      case VrrpInstance.Authentication.None _ -> json.member("auth_type", 0);
      case VrrpInstance.Authentication.Password(var password) ->
          json.member("auth_type", 1).member("auth_data", "*".repeat(password.length()));
      case VrrpInstance.Authentication.AuthHeader(var password) ->
          json.member("auth_type", 2).member("auth_data", "*".repeat(password.length()));
      case VrrpInstance.Authentication.Hmac _ -> json.member("auth_type", 0);
    }
  }

  private void statistics(InstanceSnapshot snapshot) {
    for (var counter : Counter.values()) {
      JsonKeys.of(counter)
          .ifPresent(key -> json.member(key, snapshot.counters().getOrDefault(counter, 0L)));
    }
  }

  private static int flag(boolean on) {
    return on ? 1 : 0;
  }

  private static int number(State state) {
    return switch (state) {
      case State.Initialize _ -> 0;
      case State.Backup _ -> 1;
      case State.Master _ -> 2;
      case State.Fault _ -> 3;
    };
  }

  private static String seconds(Duration duration) {
    return plain(BigDecimal.valueOf(duration.toNanos() / 1000, 6));
  }

  private static String seconds(Instant instant) {
    return plain(
        BigDecimal.valueOf(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000, 6));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
