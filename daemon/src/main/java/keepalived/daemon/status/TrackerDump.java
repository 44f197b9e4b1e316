package keepalived.daemon.status;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import keepalived.core.config.Config;
import keepalived.core.config.TrackFile;
import keepalived.core.config.TrackProcess;
import keepalived.core.config.TrackScript;
import keepalived.vrrp.engine.Observations;

/// The end of `keepalived.data`: scripts, files, processes and BFD sessions that are tracked, what
/// they are and what they say.
final class TrackerDump {

  private final StringBuilder text = new StringBuilder();

  private TrackerDump() {}

  /// @param busy scripts that run at this moment
  static String text(Observations seen, Config config, Set<String> busy) {
    var dump = new TrackerDump();
    dump.scripts(config.vrrp().scripts(), seen, busy);
    dump.files(config.trackFiles(), seen);
    dump.processes(config.vrrp().processes(), seen);
    if (!seen.bfd().isEmpty()) {
      dump.heading("VRRP Tracked BFDs");
      seen.bfd()
          .forEach(
              (name, up) -> {
                dump.title("VRRP Tracked BFD", name);
                dump.line("Status", up ? "UP" : "DOWN");
              });
    }
    return dump.text.toString();
  }

  private void scripts(Map<String, TrackScript> scripts, Observations seen, Set<String> busy) {
    if (!scripts.isEmpty()) {
      heading("VRRP Scripts");
    }
    for (var script : scripts.values()) {
      title("VRRP Script", script.name());
      line("Command", ItemText.script(script.script()));
      line("Interval", seconds(script.interval()) + " sec");
      line("Timeout", seconds(script.timeout()) + " sec");
      line("Weight", weight(script.weight(), script.reverse()));
      line("Rise", script.rise());
      line("Fall", script.fall());
      line("Status", verdict(seen.scripts().get(script.name())));
      line("State", busy.contains(script.name()) ? "running" : "idle");
    }
  }

  private void files(Map<String, TrackFile> files, Observations seen) {
    if (!files.isEmpty()) {
      heading("VRRP Track files");
    }
    for (var file : files.values()) {
      title("Track file", file.name());
      line("File", file.path());
      line("Status", seen.files().getOrDefault(file.name(), 0));
      line("Weight", weight(file.weight(), file.reverse()));
    }
  }

  private void processes(Map<String, TrackProcess> processes, Observations seen) {
    if (!processes.isEmpty()) {
      heading("VRRP Track processes");
    }
    for (var process : processes.values()) {
      title("VRRP Track process", process.name());
      line("Process", process.process());
      if (!process.parameters().isEmpty()) {
        line("Parameters", "'" + String.join("' '", process.parameters()) + "'");
      }
      line("Min processes", process.quorum());
      if (process.quorumMax() >= 0) {
        line("Max processes", process.quorumMax());
      }
      line("Have quorum", seen.processes().getOrDefault(process.name(), false));
      line("Weight", weight(process.weight(), process.reverse()));
      line("Terminate delay", delay(process.terminateDelay()));
      line("Fork delay", delay(process.forkDelay()));
      line("Full command", process.fullCommand());
      line("Status", verdict(seen.processes().get(process.name())));
    }
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

  private void heading(String name) {
    text.append("------< ").append(name).append(" >------\n");
  }

  private void title(String kind, String name) {
    text.append(' ').append(kind).append(" = ").append(name).append('\n');
  }

  private void line(String name, Object value) {
    text.append("   ").append(name).append(" = ").append(value).append('\n');
  }
}
