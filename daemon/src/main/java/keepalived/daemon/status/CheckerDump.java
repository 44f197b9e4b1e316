package keepalived.daemon.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.config.Config;
import keepalived.core.config.RealServer;
import keepalived.core.config.track.TrackFile;
import keepalived.healthcheck.engine.LvsSnapshot;

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
          connection(view.check()).ifPresent(this::connection);
          text.line("Keepalive method", method(view.check()));
          details(view.check());
          if (!view.lastResult().isEmpty()) {
            text.line("Last result", view.lastResult());
          }
        });
  }

  /// Files and sessions are told of changes; the others ask.
  private void timing(LvsSnapshot.CheckView view) {
    if (view.check() instanceof Check.FileCheck || view.check() instanceof Check.BfdCheck) {
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

  private static Optional<Check.Connection> connection(Check check) {
    return switch (check) {
      case Check.TcpCheck tcp -> Optional.of(tcp.connection());
      case Check.HttpCheck http -> Optional.of(http.connection());
      case Check.SmtpCheck smtp -> Optional.of(smtp.connection());
      case Check.DnsCheck dns -> Optional.of(dns.connection());
      case Check.UdpCheck udp -> Optional.of(udp.connection());
      case Check.PingCheck ping -> Optional.of(ping.connection());
      case Check.MiscCheck _, Check.FileCheck _, Check.BfdCheck _ -> Optional.empty();
    };
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

  private static String method(Check check) {
    return switch (check) {
      case Check.TcpCheck _ -> "TCP_CHECK";
      case Check.HttpCheck http ->
          (http.tls().isPresent() ? "SSL_GET" : "HTTP_GET")
              + switch (http.version()) {
                case HTTP_1_0 -> ", http protocol 1.0";
                case HTTP_1_0_CLOSE -> ", http protocol 1.0C";
                case HTTP_1_1 -> ", http protocol 1.1";
              };
      case Check.SmtpCheck _ -> "SMTP_CHECK";
      case Check.DnsCheck _ -> "DNS_CHECK";
      case Check.UdpCheck _ -> "UDP_CHECK";
      case Check.PingCheck _ -> "PING_CHECK";
      case Check.MiscCheck _ -> "MISC_CHECK";
      case Check.FileCheck _ -> "FILE_CHECK";
      case Check.BfdCheck _ -> "BFD_CHECK";
    };
  }

  private void details(Check check) {
    switch (check) {
      case Check.HttpCheck http -> http(http);
      case Check.SmtpCheck smtp -> text.line("helo", smtp.heloName());
      case Check.DnsCheck dns -> {
        text.line("Type", dns.type());
        text.line("Name", dns.name());
      }
      case Check.UdpCheck udp -> udp(udp);
      case Check.MiscCheck misc -> {
        text.line("script", ItemText.script(misc.script()));
        text.line("timeout", misc.timeout().toSeconds());
        text.line("dynamic", misc.dynamic() ? "YES" : "NO");
        scripts.owner(misc.script()).ifPresent(owner -> text.line("uid:gid", owner));
      }
      case Check.FileCheck file -> text.sub("Tracked file = " + file.trackFile());
      case Check.BfdCheck bfd -> {
        text.line("Name", bfd.bfdInstance());
        text.plain("Alpha is " + CheckDump.onOff(bfd.timing().alpha()));
      }
      case Check.TcpCheck _, Check.PingCheck _ -> {}
    }
  }

  private void udp(Check.UdpCheck udp) {
    text.line("Payload len", udp.payload().map(p -> p.length() / 2).orElse(0));
    text.line("Require reply", CheckDump.yesNo(udp.reply().isPresent()));
    udp.reply()
        .ifPresent(
            reply -> {
              text.sub("Min reply length = " + reply.minLength());
              text.sub("Max reply length = " + reply.maxLength());
              var pattern = reply.pattern().orElse("");
              text.sub("Reply data len = " + pattern.length() / 2);
              text.sub("Reply data mask = " + CheckDump.yesNo(pattern.contains("x")));
            });
  }

  private void http(Check.HttpCheck http) {
    text.plain("Enable SNI " + set(http.tls().filter(Check.Tls::indicated).isPresent()));
    text.plain("Fast recovery " + set(http.fastRecovery()));
    http.urls().forEach(this::url);
  }

  private static String set(boolean yes) {
    return yes ? "set" : "unset";
  }

  private void url(Check.Url url) {
    text.line("Checked url", url.path());
    url.digest().ifPresent(digest -> text.sub("digest = " + digest));
    text.sub("HTTP Status Code(s)");
    for (var code : url.statusCodes()) {
      text.sub("  " + code.first() + (code.first() == code.last() ? "" : "-" + code.last()));
    }
    url.virtualHost().ifPresent(host -> text.sub("Virtual host = " + host));
    url.pattern().ifPresent(this::pattern);
  }

  private void pattern(Check.BodyPattern pattern) {
    text.sub((pattern.mustMatch() ? "" : "No match ") + "Regex = \"" + pattern.regex() + "\"");
    if (pattern.minOffset() != 0) {
      text.sub("Regex min offset = " + pattern.minOffset());
    }
    pattern.maxOffset().ifPresent(most -> text.sub("Regex max offset = " + most));
    if (!pattern.options().isEmpty()) {
      text.sub("Regex options: " + String.join(" ", new java.util.TreeSet<>(pattern.options())));
    }
  }

  /// What a real server lives by besides answers.
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
