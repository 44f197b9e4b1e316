package keepalived.healthcheck.check.udp;

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

/// UDP_CHECK: the server answers a datagram, or at least does not refuse it.
public final class UdpCheckType implements ProbedType<Check.UdpCheck> {

  @Override
  public Class<Check.UdpCheck> checkClass() {
    return Check.UdpCheck.class;
  }

  @Override
  public void start(ProbeAttempt attempt, ProbePorts ports, Check.UdpCheck check, int step) {
    UdpProbe.start(attempt, ports.dialer(), check);
  }

  @Override
  public List<String> success(CheckSubject<Check.UdpCheck> subject, CheckEvent event) {
    return CheckTexts.when(event.confirms(), "UDP connection to " + subject.server() + " success.");
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.UdpCheck> subject, CheckEvent event, FailureReason reason) {
    var server = subject.server();
    return CheckTexts.causeAndVerdict(
        subject,
        event,
        reason instanceof FailureReason.WrongReply
            ? "UDP check to " + server + " reply data mismatch."
            : "UDP connection to " + server + " failed.",
        "UDP_CHECK on service " + server + " failed" + CheckTexts.retried(subject, event) + ".");
  }

  @Override
  public String mailUp(Check.UdpCheck check) {
    return "UDP CHECK succeed on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.UdpCheck> subject, FailureReason reason) {
    return "UDP CHECK failed on service";
  }

  @Override
  public void dump(Check.UdpCheck check, CheckDetails to) {
    to.line("Payload len", check.payload().map(p -> p.length() / 2).orElse(0));
    to.line("Require reply", check.reply().isPresent() ? "yes" : "no");
    check.reply().ifPresent(reply -> dump(reply, to));
  }

  private static void dump(Check.UdpCheck.Reply reply, CheckDetails to) {
    to.sub("Min reply length = " + reply.minLength());
    to.sub("Max reply length = " + reply.maxLength());
    var pattern = reply.pattern().orElse("");
    to.sub("Reply data len = " + pattern.length() / 2);
    to.sub("Reply data mask = " + (pattern.contains("x") ? "yes" : "no"));
  }
}
