package keepalived.healthcheck.check.misc;

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

/// MISC_CHECK: the exit status of a script gives the verdict.
public final class MiscCheckType implements ProbedType<Check.MiscCheck> {

  @Override
  public Class<Check.MiscCheck> checkClass() {
    return Check.MiscCheck.class;
  }

  @Override
  public void start(ProbeAttempt attempt, ProbePorts ports, Check.MiscCheck check, int step) {
    ScriptProbe.start(attempt, ports.scripts(), check);
  }

  @Override
  public List<String> success(CheckSubject<Check.MiscCheck> subject, CheckEvent event) {
    return CheckTexts.when(event.confirms(), line(subject, "succeeded."));
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.MiscCheck> subject, CheckEvent event, FailureReason reason) {
    return CheckTexts.when(
        CheckTexts.logged(subject, event), line(subject, failed(subject, event, reason)));
  }

  @Override
  public String mailUp(Check.MiscCheck check) {
    return "MISC CHECK succeeded on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.MiscCheck> subject, FailureReason reason) {
    return reason instanceof FailureReason.TimedOut
        ? "MISC CHECK timed out on service"
        : "MISC CHECK failed on service";
  }

  @Override
  public boolean mailsFirstSuccess() {
    return true;
  }

  @Override
  public void dump(Check.MiscCheck check, CheckDetails to) {
    to.script("script", check.script());
    to.line("timeout", check.timeout().toSeconds());
    to.line("dynamic", check.dynamic() ? "YES" : "NO");
    to.owner(check.script());
  }

  private static String line(CheckSubject<Check.MiscCheck> subject, String what) {
    return "Misc check for [%s VS %s] by [%s] %s"
        .formatted(subject.server(), subject.service(), subject.check().script().program(), what);
  }

  private static String failed(
      CheckSubject<Check.MiscCheck> subject, CheckEvent event, FailureReason reason) {
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
}
