package keepalived.healthcheck.check.http;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.CheckDetails;
import keepalived.healthcheck.check.CheckSubject;
import keepalived.healthcheck.check.ProbedType;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbePorts;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.Policy;

/// HTTP_GET and SSL_GET: each page of a list must be as configured.
public final class HttpCheckType implements ProbedType<Check.HttpCheck> {

  @Override
  public Class<Check.HttpCheck> checkClass() {
    return Check.HttpCheck.class;
  }

  @Override
  public void start(ProbeAttempt attempt, ProbePorts ports, Check.HttpCheck check, int step) {
    HttpProbe.start(attempt, ports, check, step);
  }

  @Override
  public Policy.Walk walk(Check.HttpCheck check) {
    return new Policy.Walk(Math.max(1, check.urls().size()), true, check.fastRecovery());
  }

  @Override
  public List<String> success(CheckSubject<Check.HttpCheck> subject, CheckEvent event) {
    var lines = new ArrayList<String>();
    var server = subject.server();
    var url = subject.check().urls().get(event.before().step());
    if (!event.before().up()) {
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

  @Override
  public List<String> failure(
      CheckSubject<Check.HttpCheck> subject, CheckEvent event, FailureReason reason) {
    var lines = new ArrayList<String>();
    var server = subject.server();
    var timing = subject.check().timing();
    if (timing.logAllFailures()) {
      lines.add(cause(reason) + " server " + server + ".");
    }
    if (event.decides()) {
      lines.add(
          "HTTP_CHECK on service "
              + server
              + " failed"
              + (timing.retry() > 0 ? " after " + timing.retry() + " retries." : "."));
    }
    return lines;
  }

  @Override
  public String mailUp(Check.HttpCheck check) {
    return "CHECK succeed on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.HttpCheck> subject, FailureReason reason) {
    return "CHECK failed on service : HTTP request failed";
  }

  @Override
  public String method(Check.HttpCheck check) {
    return ProbedType.super.method(check)
        + switch (check.version()) {
          case HTTP_1_0 -> ", http protocol 1.0";
          case HTTP_1_0_CLOSE -> ", http protocol 1.0C";
          case HTTP_1_1 -> ", http protocol 1.1";
        };
  }

  @Override
  public void dump(Check.HttpCheck check, CheckDetails to) {
    to.plain("Enable SNI " + set(check.tls().filter(Check.Tls::indicated).isPresent()));
    to.plain("Fast recovery " + set(check.fastRecovery()));
    check.urls().forEach(url -> dump(url, to));
  }

  private static String set(boolean yes) {
    return yes ? "set" : "unset";
  }

  private static void dump(Check.Url url, CheckDetails to) {
    to.line("Checked url", url.path());
    url.digest().ifPresent(digest -> to.sub("digest = " + digest));
    to.sub("HTTP Status Code(s)");
    for (var code : url.statusCodes()) {
      to.sub("  " + code.first() + (code.first() == code.last() ? "" : "-" + code.last()));
    }
    url.virtualHost().ifPresent(host -> to.sub("Virtual host = " + host));
    url.pattern().ifPresent(pattern -> dump(pattern, to));
  }

  private static void dump(Check.BodyPattern pattern, CheckDetails to) {
    to.sub((pattern.mustMatch() ? "" : "No match ") + "Regex = \"" + pattern.regex() + "\"");
    if (pattern.minOffset() != 0) {
      to.sub("Regex min offset = " + pattern.minOffset());
    }
    pattern.maxOffset().ifPresent(most -> to.sub("Regex max offset = " + most));
    if (!pattern.options().isEmpty()) {
      to.sub("Regex options: " + String.join(" ", new TreeSet<>(pattern.options())));
    }
  }

  private static String cause(FailureReason reason) {
    return switch (reason) {
      case FailureReason.TimedOut(var stage, _) ->
          switch (stage) {
            case CONNECT -> "Timeout connecting";
            case TLS -> "SSL handshake/communication error connecting to";
            case SEND -> "Timeout WEB write";
            case BODY -> "Timeout HTTP read";
            case RESPONSE, GREETING, HELO, QUIT, RUN -> "Timeout WEB read";
          };
      case FailureReason.Refused _, FailureReason.Unreachable _ -> "Error connecting";
      case FailureReason.Reset(var stage) ->
          stage == FailureReason.Stage.CONNECT ? "Error connecting" : "Read error with";
      case FailureReason.Failed(var stage, _) ->
          stage == FailureReason.Stage.SEND ? "Cannot send get request to" : "Read error with";
      case FailureReason.NoData _ -> "Read, no data received from";
      case FailureReason.DigestMismatch _ -> "MD5 digest error to";
      case FailureReason.NoMatch _ -> "Regex match failed";
      case FailureReason.TlsFailed _ -> "SSL handshake/communication error connecting to";
      case FailureReason.Answer _ -> "HTTP status code error to";
      case FailureReason.Local _ -> "Connection failed";
    };
  }
}
