package keepalived.healthcheck.probe;

import java.util.OptionalInt;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.ProbeResult;
import keepalived.healthcheck.check.Reason;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.ExitStatus;

/// Runs a script. Exit status 0 is success; 1, and without `misc_dynamic` all others, are failures;
/// with it 2 to 255 are success and set the weight to status - 2.
final class ScriptProbe {

  private ScriptProbe() {}

  static void start(Trial trial, ScriptRunner scripts, Check.MiscCheck check) {
    try {
      var running =
          scripts.run(check.script(), check.timeout(), status -> ended(trial, check, status));
      trial.release(running::terminate);
    } catch (LinuxException e) {
      trial.finish(
          e.errno().resourceShortage()
              ? new ProbeResult.NotRun(e.getMessage())
              : ProbeResult.failure(new Reason.Failed(Reason.Stage.RUN, e.getMessage())));
    }
  }

  private static void ended(Trial trial, Check.MiscCheck check, ExitStatus status) {
    trial.finish(
        switch (status) {
          case ExitStatus.Exited(int code) -> result(check, code);
          case ExitStatus.Killed(int signal) -> ProbeResult.failure(new Reason.Killed(signal));
          case ExitStatus.TimedOut() ->
              ProbeResult.failure(new Reason.TimedOut(Reason.Stage.RUN, check.timeout()));
        });
  }

  private static ProbeResult result(Check.MiscCheck check, int code) {
    if (code == 0) {
      return ProbeResult.success("exited with status 0");
    }
    if (check.dynamic() && code >= 2) {
      return new ProbeResult.Success(OptionalInt.of(code - 2), "exited with status " + code);
    }
    return ProbeResult.failure(new Reason.Exited(code));
  }
}
