package keepalived.healthcheck.check.smtp;

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

/// SMTP_CHECK: the server greets and answers HELO.
public final class SmtpCheckType implements ProbedType<Check.SmtpCheck> {

  @Override
  public Class<Check.SmtpCheck> checkClass() {
    return Check.SmtpCheck.class;
  }

  @Override
  public void start(ProbeAttempt attempt, ProbePorts ports, Check.SmtpCheck check, int step) {
    SmtpProbe.start(attempt, ports.dialer(), check);
  }

  @Override
  public List<String> success(CheckSubject<Check.SmtpCheck> subject, CheckEvent event) {
    return CheckTexts.when(
        event.confirms(), "Remote SMTP server " + subject.server() + " succeed on service.");
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.SmtpCheck> subject, CheckEvent event, FailureReason reason) {
    return CheckTexts.when(
        CheckTexts.logged(subject, event), "SMTP_CHECK " + cause(subject, reason));
  }

  @Override
  public String mailUp(Check.SmtpCheck check) {
    return "CHECK succeed on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.SmtpCheck> subject, FailureReason reason) {
    return "CHECK failed on service : " + cause(subject, reason);
  }

  @Override
  public void dump(Check.SmtpCheck check, CheckDetails to) {
    to.line("helo", check.heloName());
  }

  private static String cause(CheckSubject<Check.SmtpCheck> subject, FailureReason reason) {
    var target = subject.check().connection().target();
    return switch (reason) {
      case FailureReason.TimedOut(var stage, _) ->
          switch (stage) {
            case CONNECT -> "Connection timeout to server " + target;
            case SEND -> "Write timeout to server " + target;
            case TLS, RESPONSE, BODY, GREETING, HELO, QUIT, RUN ->
                "Read timeout from server " + target;
          };
      case FailureReason.Refused _ -> "Could not connect to server " + target;
      case FailureReason.Unreachable _ ->
          "Network unreachable for server " + target + " - real server " + subject.server();
      case FailureReason.Reset _, FailureReason.NoData _, FailureReason.Failed _ ->
          "Read failure from server " + target;
      case FailureReason.UnexpectedReply(var stage, _) ->
          stage == FailureReason.Stage.HELO
              ? "Bad HELO response from server " + target
              : "Bad greeting banner from server " + target;
      case FailureReason.Answer _, FailureReason.Local _ ->
          "Unknown connection error to server " + target;
    };
  }
}
