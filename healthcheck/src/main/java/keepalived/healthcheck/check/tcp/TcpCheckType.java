package keepalived.healthcheck.check.tcp;

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

/// TCP_CHECK: the port accepts a connection.
public final class TcpCheckType implements ProbedType<Check.TcpCheck> {

  @Override
  public Class<Check.TcpCheck> checkClass() {
    return Check.TcpCheck.class;
  }

  @Override
  public void start(ProbeAttempt attempt, ProbePorts ports, Check.TcpCheck check, int step) {
    TcpProbe.start(attempt, ports, check);
  }

  @Override
  public List<String> success(CheckSubject<Check.TcpCheck> subject, CheckEvent event) {
    return CheckTexts.when(event.confirms(), "TCP connection to " + subject.server() + " success.");
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.TcpCheck> subject, CheckEvent event, FailureReason reason) {
    var server = subject.server();
    var cause = reason instanceof FailureReason.TimedOut ? " timeout." : " failed.";
    return CheckTexts.causeAndVerdict(
        subject,
        event,
        "TCP connection to " + server + cause,
        "TCP_CHECK on service " + server + " failed" + CheckTexts.retried(subject, event) + ".");
  }

  @Override
  public String mailUp(Check.TcpCheck check) {
    return "TCP CHECK succeed on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.TcpCheck> subject, FailureReason reason) {
    return "TCP CHECK failed on service";
  }

  @Override
  public void dump(Check.TcpCheck check, CheckDetails to) {
    // The check has no values but its connection, which is written elsewhere.
  }
}
