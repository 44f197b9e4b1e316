package keepalived.healthcheck.check.misc;

import java.util.OptionalInt;
import keepalived.core.config.Check;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ScriptRunner;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.linux.child.ExitStatus;
import keepalived.linux.libc.LinuxException;

/// Runs a script. Exit status 0 is success. Without `misc_dynamic` any other status is a failure.
/// With it, 1 is a failure and 2 to 255 are successes that set the weight to status - 2.
final class ScriptProbe {

  private ScriptProbe() {}

  static void start(ProbeAttempt attempt, ScriptRunner scripts, Check.MiscCheck check) {
    try {
      var running =
          scripts.run(check.script(), check.timeout(), status -> ended(attempt, check, status));
      attempt.release(running::terminate);
    } catch (LinuxException e) {
      attempt.finish(
          e.errno().resourceShortage()
              ? new ProbeResult.NotRun(e.getMessage())
              : ProbeResult.failure(
                  new FailureReason.Failed(FailureReason.Stage.RUN, e.getMessage())));
    }
  }

  private static void ended(ProbeAttempt attempt, Check.MiscCheck check, ExitStatus status) {
    attempt.finish(
        switch (status) {
          case ExitStatus.Exited(int code) -> result(check, code);
          case ExitStatus.Killed(int signal) ->
              ProbeResult.failure(new FailureReason.Killed(signal));
          case ExitStatus.TimedOut() ->
              ProbeResult.failure(
                  new FailureReason.TimedOut(FailureReason.Stage.RUN, check.timeout()));
        });
  }

  private static ProbeResult result(Check.MiscCheck check, int code) {
    if (code == 0) {
      return ProbeResult.success("exited with status 0");
    }
    if (check.dynamic() && code >= 2) {
      return new ProbeResult.Success(OptionalInt.of(code - 2), "exited with status " + code);
    }
    return ProbeResult.failure(new FailureReason.Exited(code));
  }
}
