package keepalived.healthcheck.check.ping;

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

/// PING_CHECK: the host answers an ICMP echo request.
public final class PingCheckType implements ProbedType<Check.PingCheck> {

  @Override
  public Class<Check.PingCheck> checkClass() {
    return Check.PingCheck.class;
  }

  @Override
  public void start(ProbeAttempt attempt, ProbePorts ports, Check.PingCheck check, int step) {
    PingProbe.start(attempt, ports, check);
  }

  @Override
  public List<String> success(CheckSubject<Check.PingCheck> subject, CheckEvent event) {
    return CheckTexts.when(
        event.confirms(), "ICMP connection to " + subject.server() + " success.");
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.PingCheck> subject, CheckEvent event, FailureReason reason) {
    var server = subject.server();
    var of = " of " + subject.service();
    var retried = CheckTexts.retried(subject, event);
    var target = subject.check().connection().target().address();
    return CheckTexts.causeAndVerdict(
        subject,
        event,
        reason instanceof FailureReason.TimedOut
            ? "ICMP connection to address " + target + " timeout."
            : "ICMP connection to " + server + of + " failed.",
        "ICMP CHECK on service "
            + server
            + (retried.isEmpty() ? "" : of)
            + " failed"
            + retried
            + ".");
  }

  @Override
  public String mailUp(Check.PingCheck check) {
    return "ICMP CHECK succeed on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.PingCheck> subject, FailureReason reason) {
    return "ICMP CHECK failed on service";
  }

  @Override
  public void dump(Check.PingCheck check, CheckDetails to) {
    // The check has no values but its connection, which is written elsewhere.
  }
}
