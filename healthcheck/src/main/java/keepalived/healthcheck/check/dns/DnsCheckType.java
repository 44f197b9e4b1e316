package keepalived.healthcheck.check.dns;

import java.util.List;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.CheckDetails;
import keepalived.healthcheck.check.CheckSubject;
import keepalived.healthcheck.check.CheckTexts;
import keepalived.healthcheck.check.ProbedType;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbePorts;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;

/// DNS_CHECK: the name server answers a query without an error.
public final class DnsCheckType implements ProbedType<Check.DnsCheck> {

  @Override
  public Class<Check.DnsCheck> checkClass() {
    return Check.DnsCheck.class;
  }

  @Override
  public void start(ProbeAttempt attempt, ProbePorts ports, Check.DnsCheck check, int step) {
    DnsProbe.start(attempt, ports, check);
  }

  @Override
  public List<String> success(CheckSubject<Check.DnsCheck> subject, CheckEvent event) {
    return List.of();
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.DnsCheck> subject, CheckEvent event, FailureReason reason) {
    return CheckTexts.when(
        CheckTexts.logged(subject, event),
        "DNS_CHECK ("
            + subject.server()
            + ") "
            + cause(subject, reason)
            + CheckTexts.retried(subject, event));
  }

  @Override
  public String mailUp(Check.DnsCheck check) {
    return "DNS_CHECK: succeed on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.DnsCheck> subject, FailureReason reason) {
    return "DNS_CHECK: failed on service";
  }

  @Override
  public void dump(Check.DnsCheck check, CheckDetails to) {
    to.line("Type", check.type());
    to.line("Name", check.name());
  }

  private static String cause(CheckSubject<Check.DnsCheck> subject, FailureReason reason) {
    return switch (reason) {
      case FailureReason.TimedOut _ -> "read timeout from socket";
      case FailureReason.Refused _ -> "failed to read socket; errno 111 (Connection refused)";
      case FailureReason.Unreachable _ -> "network unreachable for " + subject.server();
      case FailureReason.Failed(var stage, var error) ->
          stage == FailureReason.Stage.SEND
              ? "failed to write socket."
              : "failed to read socket; " + error;
      case FailureReason.ErrorCode(int code) -> "read error occurred. (rcode = " + code + ")";
      case FailureReason.Transport _, FailureReason.Answer _, FailureReason.Local _ ->
          "connection error.";
    };
  }
}
