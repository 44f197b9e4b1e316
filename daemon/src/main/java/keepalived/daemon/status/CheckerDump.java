package keepalived.daemon.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import keepalived.core.config.Check;
import keepalived.core.config.Config;
import keepalived.core.config.RealServer;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.TrackFile;
import keepalived.healthcheck.check.CheckDetails;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.healthcheck.registry.CheckTypes;

/// The checkers' part of `keepalived_check.data`.
final class CheckerDump {

  private final DumpText text = new DumpText();
  private final LvsSnapshot snapshot;
  private final ScriptText scripts;

  private CheckerDump(LvsSnapshot snapshot, ScriptText scripts) {
    this.snapshot = snapshot;
    this.scripts = scripts;
  }

  static String text(Config config, LvsSnapshot snapshot, ScriptText scripts) {
    var dump = new CheckerDump(snapshot, scripts);
    dump.checkers();
    dump.files(config);
    dump.sessions();
    return dump.text.toString();
  }

  private interface Visitor {
    void visit(
        LvsSnapshot.ServiceView service,
        LvsSnapshot.ServerView server,
        LvsSnapshot.CheckView check);
  }

  private void each(Visitor visitor) {
    for (var service : snapshot.services()) {
      for (var server : service.servers()) {
        server.checks().forEach(check -> visitor.visit(service, server, check));
      }
    }
  }

  private void checkers() {
    text.heading("Health checkers");
    each(
        (service, server, view) -> {
          text.top(service.name() + " -> " + server.name());
          text.line("Enabled", CheckDump.yesNo(!view.suspended()));
          text.line("Up", CheckDump.yesNo(view.up()));
          text.line("Has run", CheckDump.yesNo(view.ran()));
          text.line("Current weight", view.offset());
          timing(view);
          text.line("Log all failures", CheckDump.yesNo(view.check().timing().logAllFailures()));
          if (view.check() instanceof Check.Connected connected) {
            connection(connected.connection());
          }
          var type = CheckTypes.of(view.check());
          text.line("Keepalive method", type.method(view.check()));
          type.dump(view.check(), new Details());
          if (!view.lastResult().isEmpty()) {
            text.line("Last result", view.lastResult());
          }
        });
  }

  /// Prints the schedule, which only probes have.
  private void timing(LvsSnapshot.CheckView view) {
    if (view.check() instanceof Check.Watched) {
      return;
    }
    var timing = view.check().timing();
    text.line("Alpha", CheckDump.yesNo(timing.alpha()));
    text.line("Delay loop", micros(timing.delayLoop()));
    text.line("Warmup", micros(timing.warmup()));
    text.line("Retries", timing.retry());
    text.line("Delay before retry", micros(timing.delayBeforeRetry()));
    text.line("Retries iterations", view.failures());
  }

  private void connection(Check.Connection connection) {
    text.plain("Connection");
    text.sub("Dest = " + connection.target());
    connection
        .bindAddress()
        .ifPresent(from -> text.sub("Bind to = [" + from + "]:" + connection.bindPort()));
    connection.bindInterface().ifPresent(name -> text.sub("Bind i/f = " + name));
    if (connection.mark() != 0) {
      text.sub("Mark = " + connection.mark());
    }
    text.sub("Timeout = " + seconds(connection.timeout()));
  }

  private final class Details implements CheckDetails {

    @Override
    public void line(String name, Object value) {
      text.line(name, value);
    }

    @Override
    public void plain(String words) {
      text.plain(words);
    }

    @Override
    public void sub(String words) {
      text.sub(words);
    }

    @Override
    public void script(String name, Script script) {
      text.line(name, ItemText.script(script));
    }

    @Override
    public void owner(Script script) {
      scripts.owner(script).ifPresent(owner -> text.line("uid:gid", owner));
    }
  }

  /// The files and sessions that the checks of a real server watch.
  static void trackers(RealServer server, DumpText text) {
    var files = new ArrayList<String>();
    var sessions = new ArrayList<String>();
    for (var check : server.checks()) {
      if (check instanceof Check.FileCheck file) {
        files.add(file.trackFile() + weight(file));
      } else if (check instanceof Check.BfdCheck bfd) {
        sessions.add(bfd.bfdInstance());
      }
    }
    if (!files.isEmpty()) {
      text.plain("Tracked Files");
      text.items(files);
    }
    if (!sessions.isEmpty()) {
      text.plain("Tracked BFDs");
      text.items(sessions);
    }
  }

  private static String weight(Check.FileCheck file) {
    return ", weight " + file.weight() + (file.reverse() ? " reverse" : "");
  }

  private void files(Config config) {
    var used = new ArrayList<TrackFile>();
    each(
        (service, server, view) -> {
          if (view.check() instanceof Check.FileCheck check) {
            var file = config.trackFiles().get(check.trackFile());
            if (file != null && !used.contains(file)) {
              used.add(file);
            }
          }
        });
    if (!used.isEmpty()) {
      text.heading("Checker track files");
      used.forEach(this::file);
    }
  }

  private void file(TrackFile file) {
    text.title("Track file", file.name());
    text.line("File", file.path());
    text.line("Weight", file.weight() + (file.reverse() ? " reverse" : ""));
    text.plain("Tracking instances :");
    each(
        (service, server, view) -> {
          if (view.check() instanceof Check.FileCheck check
              && check.trackFile().equals(file.name())) {
            text.sub(service.name() + " -> " + server.name() + weight(check));
          }
        });
  }

  private void sessions() {
    var names = new ArrayList<String>();
    each(
        (service, server, view) -> {
          if (view.check() instanceof Check.BfdCheck check
              && !names.contains(check.bfdInstance())) {
            names.add(check.bfdInstance());
          }
        });
    if (names.isEmpty()) {
      return;
    }
    text.heading("Checker track BFDs");
    for (String name : names) {
      text.title("Checker Track BFD", name);
      text.plain("Tracking RS :");
      each(
          (service, server, view) -> {
            if (view.check() instanceof Check.BfdCheck check && check.bfdInstance().equals(name)) {
              text.plain(server.name());
            }
          });
    }
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.6f", duration.toNanos() / 1e9);
  }

  private static String micros(Duration duration) {
    return duration.toNanos() / 1000 + " us";
  }
}
