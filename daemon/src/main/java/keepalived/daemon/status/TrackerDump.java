package keepalived.daemon.status;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import keepalived.core.config.Config;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.track.TrackFile;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.config.track.Tracking;
import keepalived.vrrp.priority.TrackerResults;

/// The end of `keepalived.data`: the configuration and state of tracked scripts, files, processes
/// and BFD sessions.
final class TrackerDump {

  private final DumpText text = new DumpText();
  private final VrrpConfig vrrp;
  private final ScriptText scripts;

  private TrackerDump(VrrpConfig vrrp, ScriptText scripts) {
    this.vrrp = vrrp;
    this.scripts = scripts;
  }

  /// @param busy scripts that are running
  static String text(TrackerResults seen, Config config, Set<String> busy, ScriptText scripts) {
    var dump = new TrackerDump(config.vrrp(), scripts);
    dump.trackScripts(seen, busy);
    dump.files(config.trackFiles(), seen);
    dump.processes(config.vrrp().processes(), seen);
    if (!seen.bfd().isEmpty()) {
      dump.text.heading("VRRP Track BFDs");
      seen.bfd()
          .forEach(
              (name, up) -> {
                dump.text.title("VRRP Track BFD", name);
                dump.text.line("Status", up ? "UP" : "DOWN");
                dump.trackedBy(name, Tracking::bfd);
              });
    }
    return dump.text.toString();
  }

  private void trackScripts(TrackerResults seen, Set<String> busy) {
    var tracked = vrrp.trackedScripts();
    if (!tracked.isEmpty()) {
      text.heading("VRRP Scripts");
    }
    for (var script : tracked.values()) {
      text.title("VRRP Script", script.name());
      text.line("Command", ItemText.script(script.script()));
      text.line("Interval", seconds(script.interval()) + " sec");
      text.line("Timeout", seconds(script.timeout()) + " sec");
      text.line("Weight", weight(script.weight(), script.reverse()));
      text.line("Rise", script.rise());
      text.line("Fall", script.fall());
      text.line("Status", verdict(seen.scripts().get(script.name())));
      scripts.owner(script.script()).ifPresent(owner -> text.line("Script uid:gid", owner));
      trackedBy(script.name(), Tracking::scripts);
      text.line("State", busy.contains(script.name()) ? "running" : "idle");
    }
  }

  private void files(Map<String, TrackFile> files, TrackerResults seen) {
    if (!files.isEmpty()) {
      text.heading("VRRP Track files");
    }
    for (var file : files.values()) {
      text.title("Track file", file.name());
      text.line("File", file.path());
      text.line("Status", seen.files().getOrDefault(file.name(), 0));
      text.line("Weight", weight(file.weight(), file.reverse()));
      trackedBy(file.name(), Tracking::files);
    }
  }

  private void processes(Map<String, TrackProcess> processes, TrackerResults seen) {
    if (!processes.isEmpty()) {
      text.heading("VRRP Track processes");
    }
    for (var process : processes.values()) {
      text.title("VRRP Track process", process.name());
      text.line("Process", process.process());
      if (!process.parameters().isEmpty()) {
        text.line("Parameters", "'" + String.join("' '", process.parameters()) + "'");
      }
      text.line("Min processes", process.quorum());
      if (process.quorumMax() >= 0) {
        text.line("Max processes", process.quorumMax());
      }
      text.line("Have quorum", seen.processes().getOrDefault(process.name(), false));
      text.line("Weight", weight(process.weight(), process.reverse()));
      text.line("Terminate delay", delay(process.terminateDelay()));
      text.line("Fork delay", delay(process.forkDelay()));
      text.line("Full command", process.fullCommand());
      text.line("Status", verdict(seen.processes().get(process.name())));
      trackedBy(process.name(), Tracking::processes);
    }
  }

  /// The instances that a tracker acts on, directly or through their sync group.
  private void trackedBy(String tracker, Function<Tracking, List<Tracking.Entry>> kind) {
    var instances = new ArrayList<String>();
    for (var instance : vrrp.instances().values()) {
      var groups =
          vrrp.syncGroups().values().stream()
              .filter(group -> group.members().contains(instance.name()))
              .map(SyncGroup::tracking);
      Stream.concat(Stream.of(instance.tracking()), groups)
          .flatMap(tracking -> kind.apply(tracking).stream())
          .filter(entry -> entry.name().equals(tracker))
          .map(entry -> instance.name() + ", weight " + weight(entry.weight(), entry.reverse()))
          .forEach(instances::add);
    }
    text.plain("Tracking instances :");
    text.items(instances);
  }

  /// @param up null before the first verdict
  private static String verdict(Boolean up) {
    if (up == null) {
      return "INIT";
    }
    return up ? "GOOD" : "BAD";
  }

  private static String weight(int weight, boolean reverse) {
    return weight + (reverse ? " reverse" : "");
  }

  private static String seconds(Duration duration) {
    var number = BigDecimal.valueOf(duration.toNanos() / 1000, 6);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String delay(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos() / 1000, 6).toPlainString() + "s";
  }
}
