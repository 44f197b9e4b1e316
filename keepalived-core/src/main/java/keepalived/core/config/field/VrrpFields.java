package keepalived.core.config.field;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.config.track.TrackScript;

/// The fields of the VRRP part apart from instances: groups, trackers, static items and interface
/// settings.
public final class VrrpFields {

  public static final List<Field<SyncGroup>> GROUP =
      Stream.of(
              List.<Field<SyncGroup>>of(
                  Field.of("name", SyncGroup::name),
                  Field.list("group", SyncGroup::members, member -> member)),
              TrackFields.in(SyncGroup::tracking),
              List.<Field<SyncGroup>>of(
                  Field.of("sync_group_tracking_weight", SyncGroup::trackingWeight)),
              TrackFields.scripts(SyncGroup::scripts),
              List.<Field<SyncGroup>>of(
                  Field.of("smtp_alert", SyncGroup::mail),
                  Field.of("notify_priority_changes", SyncGroup::priorityChanges)))
          .flatMap(List::stream)
          .toList();

  public static final List<Field<TrackScript>> SCRIPT =
      List.of(
          Field.of("name", TrackScript::name),
          Field.of("script", TrackScript::script),
          Field.of("interval", TrackScript::interval),
          Field.of("timeout", TrackScript::timeout).follows("interval"),
          Field.of("weight", s -> Words.weight(s.weight(), s.reverse())),
          Field.of("rise", TrackScript::rise),
          Field.of("fall", TrackScript::fall),
          Field.of("init_fail", TrackScript::startsFailed));

  public static final List<Field<TrackProcess>> PROCESS =
      List.of(
          Field.of("name", TrackProcess::name),
          Field.of("process", Watched::of, Watched::words),
          Field.of("param_match", TrackProcess::match),
          Field.of("weight", p -> Words.weight(p.weight(), p.reverse())),
          Field.of("quorum", TrackProcess::quorum),
          Field.of("quorum_max", TrackProcess::quorumMax, m -> m < 0 ? "none" : m.toString()),
          Field.of("fork_delay", TrackProcess::forkDelay),
          Field.of("terminate_delay", TrackProcess::terminateDelay),
          Field.of("full_command", TrackProcess::fullCommand));

  /// The fields that are not tables by name.
  public static final List<Field<VrrpConfig>> PLAIN =
      List.of(
          Field.list("static_ipaddress", v -> v.statics().addresses(), ItemWords::address),
          Field.list("static_routes", v -> v.statics().routes(), RouteWords::text),
          Field.list("static_rules", v -> v.statics().rules(), RuleWords::text),
          Field.list("track_group", v -> v.trackGroups().entrySet(), VrrpFields::trackGroup),
          Field.list(
              "interface_up_down_delays",
              v -> v.interfaceDelays().entrySet(),
              VrrpFields::interfaceDelay),
          Field.list("garp_group", VrrpConfig::garpGroups, VrrpFields::garpGroup),
          Field.list("linkbeat_interfaces", v -> v.linkbeat().entrySet(), VrrpFields::linkbeat),
          Field.of("linkbeat_use_polling", VrrpConfig::linkbeatAll));

  private VrrpFields() {}

  private record Watched(String program, List<String> parameters) implements Field.Command {

    static Watched of(TrackProcess process) {
      return new Watched(process.process(), process.parameters());
    }

    String words() {
      return (program + " " + String.join(" ", parameters)).strip();
    }
  }

  private static String trackGroup(Map.Entry<String, List<String>> group) {
    return group.getKey() + " { " + String.join(" ", group.getValue()) + " }";
  }

  private static String interfaceDelay(Map.Entry<String, VrrpConfig.InterfaceDelay> entry) {
    var delay = entry.getValue();
    return entry.getKey() + " " + Words.seconds(delay.down()) + " " + Words.seconds(delay.up());
  }

  private static String garpGroup(VrrpConfig.GarpGroup group) {
    return "{ interfaces { "
        + String.join(" ", group.interfaces())
        + " }"
        + interval(" garp_interval ", group.garpInterval())
        + interval(" gna_interval ", group.gnaInterval())
        + " }";
  }

  private static String interval(String keyword, Duration interval) {
    return interval.isZero() ? "" : keyword + Words.seconds(interval);
  }

  private static String linkbeat(Map.Entry<String, VrrpConfig.LinkbeatMethod> entry) {
    return entry.getValue() == VrrpConfig.LinkbeatMethod.AUTOMATIC
        ? entry.getKey()
        : entry.getKey() + " " + entry.getValue();
  }
}
