package keepalived.healthcheck.check.bfd;

import java.util.List;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.CheckDetails;
import keepalived.healthcheck.check.CheckSubject;
import keepalived.healthcheck.check.CheckTexts;
import keepalived.healthcheck.check.WatchedType;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;

/// BFD_CHECK: the server is up while its BFD session is.
public final class BfdCheckType implements WatchedType<Check.BfdCheck> {

  @Override
  public Class<Check.BfdCheck> checkClass() {
    return Check.BfdCheck.class;
  }

  @Override
  public Source source(Check.BfdCheck check) {
    return new Source.BfdSession(check.bfdInstance());
  }

  @Override
  public Observation observe(Check.BfdCheck check, long value) {
    return value != 0
        ? Observation.up(0, "session up")
        : Observation.down(new FailureReason.SessionDown(check.bfdInstance()));
  }

  @Override
  public List<String> success(CheckSubject<Check.BfdCheck> subject, CheckEvent event) {
    return CheckTexts.when(event.confirms(), line(subject, "UP"));
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.BfdCheck> subject, CheckEvent event, FailureReason reason) {
    return List.of(line(subject, "DOWN"));
  }

  @Override
  public String mailUp(Check.BfdCheck check) {
    return "BFD CHECK " + check.bfdInstance() + " succeeded on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.BfdCheck> subject, FailureReason reason) {
    return "BFD CHECK " + subject.check().bfdInstance() + " failed on service";
  }

  @Override
  public void dump(Check.BfdCheck check, CheckDetails to) {
    to.line("Name", check.bfdInstance());
    to.plain("Alpha is " + (check.timing().alpha() ? "ON" : "OFF"));
  }

  private static String line(CheckSubject<Check.BfdCheck> subject, String state) {
    return "BFD check of ["
        + subject.check().bfdInstance()
        + "] RS("
        + subject.server()
        + ") is "
        + state;
  }
}
