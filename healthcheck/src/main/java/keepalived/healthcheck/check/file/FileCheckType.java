package keepalived.healthcheck.check.file;

import java.util.List;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.CheckDetails;
import keepalived.healthcheck.check.CheckSubject;
import keepalived.healthcheck.check.WatchedType;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;

/// FILE_CHECK: the number in a tracked file gives the verdict or changes the weight.
public final class FileCheckType implements WatchedType<Check.FileCheck> {

  @Override
  public Class<Check.FileCheck> checkClass() {
    return Check.FileCheck.class;
  }

  @Override
  public Source source(Check.FileCheck check) {
    return new Source.TrackFile(check.trackFile());
  }

  /// With weight 0, any number except 0 means down. With another weight, the number times the
  /// weight is added to the weight of the server; a sum at the lower limit of an int means down.
  @Override
  public Observation observe(Check.FileCheck check, long value) {
    if (check.weight() == 0) {
      boolean up = (value == 0) != check.reverse();
      return observation(up, 0, value);
    }
    long sum = Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE) * (long) check.weight();
    int offset = Math.clamp(check.reverse() ? -sum : sum, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return observation(offset > Integer.MIN_VALUE, offset, value);
  }

  private static Observation observation(boolean up, int offset, long value) {
    return up
        ? Observation.up(offset, "value " + value)
        : Observation.down(new FailureReason.FileSaysDown(value));
  }

  @Override
  public List<String> success(CheckSubject<Check.FileCheck> subject, CheckEvent event) {
    return List.of();
  }

  @Override
  public List<String> failure(
      CheckSubject<Check.FileCheck> subject, CheckEvent event, FailureReason reason) {
    return List.of(); // the virtual server logs the change
  }

  @Override
  public String mailUp(Check.FileCheck check) {
    return "CHECK succeed on service";
  }

  @Override
  public String mailDown(CheckSubject<Check.FileCheck> subject, FailureReason reason) {
    return "CHECK failed on service : " + reason.text();
  }

  @Override
  public void dump(Check.FileCheck check, CheckDetails to) {
    to.sub("Tracked file = " + check.trackFile());
  }
}
