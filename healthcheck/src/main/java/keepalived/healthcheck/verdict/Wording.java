package keepalived.healthcheck.verdict;

import java.util.ArrayList;
import java.util.List;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.Health.Outcome;

/// What the log says of a check's results, in keepalived's words.
public final class Wording {

  private Wording() {}

  /// Who is spoken of.
  ///
  /// @param server as logged
  /// @param service as logged
  public record Subject(Check check, String server, String service) {}

  /// One result and what it meant.
  ///
  /// @param before the health the attempt started from
  public record Event(Health before, Outcome outcome, ProbeResult result) {

    private boolean wasUp() {
      return before.up();
    }

    /// A failure that decides: the checker goes down, or starts out so.
    private boolean decides() {
      return outcome == Outcome.FELL || outcome == Outcome.FIRST_FAILURE;
    }

    private boolean confirms() {
      return outcome == Outcome.ROSE || outcome == Outcome.FIRST_SUCCESS;
    }
  }

  /// The lines for the log, in order; most results have none.
  public static List<String> lines(Subject subject, Event event) {
    var lines =
        switch (event.result()) {
          case ProbeResult.Success _ -> successLines(subject, event);
          case ProbeResult.Failure(var reason) -> failureLines(subject, event, reason);
          case ProbeResult.NotRun(var why) ->
              List.of("%s: check not run: %s. Rescheduling.".formatted(subject.server(), why));
        };
    return List.copyOf(lines);
  }

  private static List<String> successLines(Subject subject, Event event) {
    var server = subject.server();
    boolean confirms = event.confirms();
    return switch (subject.check()) {
      case Check.TcpCheck _ -> when(confirms, "TCP connection to " + server + " success.");
      case Check.UdpCheck _ -> when(confirms, "UDP connection to " + server + " success.");
      case Check.PingCheck _ -> when(confirms, "ICMP connection to " + server + " success.");
      case Check.SmtpCheck _ ->
          when(confirms, "Remote SMTP server " + server + " succeed on service.");
      case Check.HttpCheck http -> webSuccess(http, server, event);
      case Check.MiscCheck misc -> when(confirms, misc(subject, misc, "succeeded."));
      case Check.BfdCheck bfd -> when(confirms, bfd(bfd, server, "UP"));
      case Check.DnsCheck _, Check.FileCheck _ -> List.of();
    };
  }

  private static List<String> webSuccess(Check.HttpCheck http, String server, Event event) {
    var lines = new ArrayList<String>();
    var url = http.urls().get(event.before().step());
    if (!event.wasUp()) {
      var what =
          url.digest().isPresent()
              ? "MD5 digest"
              : url.pattern().isPresent() ? "Regex match" : "HTTP status code";
      lines.add(what + " success to " + server + " url(" + url.path() + ")");
    }
    if (event.confirms()) {
      lines.add("Remote Web server " + server + " succeed on service.");
    }
    return lines;
  }

  private static List<String> failureLines(Subject subject, Event event, FailureReason reason) {
    if (!event.decides() && event.outcome() != Outcome.RETRYING) {
      return List.of();
    }
    var lines = new ArrayList<String>();
    boolean verbose = subject.check().timing().logAllFailures();
    switch (subject.check()) {
      case Check.TcpCheck _ -> plain(event, verbose, tcp(subject, event, reason), lines);
      case Check.UdpCheck _ -> plain(event, verbose, udp(subject, event, reason), lines);
      case Check.PingCheck ping -> plain(event, verbose, icmp(ping, subject, event, reason), lines);
      case Check.HttpCheck http -> webFailure(http, subject, event, reason, lines);
      case Check.SmtpCheck smtp -> {
        if (verbose || event.decides()) {
          lines.add("SMTP_CHECK " + CauseWording.smtp(smtp, subject, reason));
        }
      }
      case Check.DnsCheck _ -> {
        if (verbose || event.decides()) {
          lines.add(
              "DNS_CHECK ("
                  + subject.server()
                  + ") "
                  + CauseWording.dns(subject, reason)
                  + retried(subject, event));
        }
      }
      case Check.MiscCheck misc -> {
        if (verbose || event.decides()) {
          lines.add(misc(subject, misc, miscFailure(subject, event, reason)));
        }
      }
      case Check.BfdCheck bfd -> lines.add(bfd(bfd, subject.server(), "DOWN"));
      case Check.FileCheck _ -> {
        // The pool's own lines say it.
      }
    }
    if (event.decides()) {
      lines.add(
          "Check of " + subject.server() + " for VS " + subject.service() + ": " + reason.text());
    }
    return lines;
  }

  /// @param cause logged for each failure where that is asked for
  /// @param verdict logged when the checker goes down
  private record Phrases(String cause, String verdict) {}

  private static void plain(Event event, boolean verbose, Phrases phrases, List<String> lines) {
    if (verbose) {
      lines.add(phrases.cause());
    }
    if (event.decides()) {
      lines.add(phrases.verdict());
    }
  }

  private static Phrases tcp(Subject subject, Event event, FailureReason reason) {
    var server = subject.server();
    return new Phrases(
        "TCP connection to "
            + server
            + (reason instanceof FailureReason.TimedOut ? " timeout." : " failed."),
        "TCP_CHECK on service " + server + " failed" + retried(subject, event) + ".");
  }

  private static Phrases udp(Subject subject, Event event, FailureReason reason) {
    var server = subject.server();
    return new Phrases(
        reason instanceof FailureReason.WrongReply
            ? "UDP check to " + server + " reply data mismatch."
            : "UDP connection to " + server + " failed.",
        "UDP_CHECK on service " + server + " failed" + retried(subject, event) + ".");
  }

  private static Phrases icmp(
      Check.PingCheck ping, Subject subject, Event event, FailureReason reason) {
    var server = subject.server();
    var retried = retried(subject, event);
    return new Phrases(
        reason instanceof FailureReason.TimedOut
            ? "ICMP connection to address " + ping.connection().target().address() + " timeout."
            : "ICMP connection to " + server + " of " + subject.service() + " failed.",
        "ICMP CHECK on service "
            + server
            + (retried.isEmpty() ? "" : " of " + subject.service())
            + " failed"
            + retried
            + ".");
  }

  private static void webFailure(
      Check.HttpCheck http,
      Subject subject,
      Event event,
      FailureReason reason,
      List<String> lines) {
    var server = subject.server();
    if (http.timing().logAllFailures()) {
      lines.add(CauseWording.web(reason) + " server " + server + ".");
    }
    if (event.decides()) {
      int retries = http.timing().retry();
      lines.add(
          "HTTP_CHECK on service "
              + server
              + " failed"
              + (retries > 0 ? " after " + retries + " retries." : "."));
    }
  }

  /// ` after N retries`, where the retries were there to be used: not at the first check.
  private static String retried(Subject subject, Event event) {
    int retries = subject.check().timing().retry();
    return event.decides() && event.before().ran() && retries > 0
        ? " after " + retries + " retries"
        : "";
  }

  private static String misc(Subject subject, Check.MiscCheck misc, String what) {
    return "Misc check for [%s VS %s] by [%s] %s"
        .formatted(subject.server(), subject.service(), misc.script().program(), what);
  }

  private static String miscFailure(Subject subject, Event event, FailureReason reason) {
    int retries = subject.check().timing().retry();
    int tried = event.before().failures();
    String course;
    if (event.decides()) {
      course = retries == 0 ? " with retry disabled" : " after " + count(retries);
    } else {
      course = tried == 0 ? ", will do " + count(retries) : " on retry " + tried + "/" + retries;
    }
    return switch (reason) {
      case FailureReason.TimedOut _ -> "timed out" + course + ".";
      case FailureReason.Exited(int status) ->
          "failed" + course + " (exited with status " + status + ").";
      case FailureReason.Killed(int signal) ->
          "failed" + course + " (due to signal " + signal + ").";
      case FailureReason.Transport _, FailureReason.Answer _, FailureReason.Local _ ->
          "failed" + course + ".";
    };
  }

  private static String count(int retries) {
    return retries + (retries == 1 ? " retry" : " retries");
  }

  private static String bfd(Check.BfdCheck bfd, String server, String state) {
    return "BFD check of [" + bfd.bfdInstance() + "] RS(" + server + ") is " + state;
  }

  private static List<String> when(boolean holds, String line) {
    return holds ? List.of(line) : List.of();
  }
}
