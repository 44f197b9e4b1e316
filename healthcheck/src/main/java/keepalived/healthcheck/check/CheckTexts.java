package keepalived.healthcheck.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.Health.Outcome;
import keepalived.healthcheck.verdict.ProbeResult;

/// Builds the log lines and mails about the result of a check. Each checker supplies its own texts;
/// this class adds the frame that all checkers share.
public final class CheckTexts {

  private CheckTexts() {}

  /// The log lines for a result, in order. Most results have none.
  public static <C extends Check> List<String> lines(
      CheckType<C> type, CheckSubject<C> subject, CheckEvent event) {
    return switch (event.result()) {
      case ProbeResult.Success _ -> type.success(subject, event);
      case ProbeResult.Failure(var reason) -> failureLines(type, subject, event, reason);
      case ProbeResult.NotRun(var why) ->
          List.of("%s: check not run: %s. Rescheduling.".formatted(subject.server(), why));
    };
  }

  private static <C extends Check> List<String> failureLines(
      CheckType<C> type, CheckSubject<C> subject, CheckEvent event, FailureReason reason) {
    if (!event.decides() && event.outcome() != Outcome.RETRYING) {
      return List.of();
    }
    var lines = new ArrayList<>(type.failure(subject, event, reason));
    if (event.decides()) {
      lines.add(
          "Check of " + subject.server() + " for VS " + subject.service() + ": " + reason.text());
    }
    return List.copyOf(lines);
  }

  /// The body of the mail about a check whose verdict changed; empty for other results.
  public static <C extends Check> Optional<String> mail(
      CheckType<C> type, CheckSubject<C> subject, CheckEvent event) {
    boolean changed = event.outcome() == Outcome.FELL || event.outcome() == Outcome.ROSE;
    boolean first = event.outcome() == Outcome.FIRST_SUCCESS && type.mailsFirstSuccess();
    if (!changed && !first) {
      return Optional.empty();
    }
    return switch (event.result()) {
      case ProbeResult.Success _ -> Optional.of("=> " + type.mailUp(subject.check()) + " <=");
      case ProbeResult.Failure(var reason) ->
          Optional.of("=> " + type.mailDown(subject, reason) + " <=");
      case ProbeResult.NotRun _ -> Optional.empty();
    };
  }

  /// One line where a condition holds, none otherwise.
  public static List<String> when(boolean holds, String line) {
    return holds ? List.of(line) : List.of();
  }

  /// The log lines of a failure for which keepalived has two texts.
  ///
  /// @param cause logged for each failure with `log_all_failures`
  /// @param verdict logged when the checker goes down
  public static List<String> causeAndVerdict(
      CheckSubject<?> subject, CheckEvent event, String cause, String verdict) {
    var lines = new ArrayList<String>();
    if (subject.check().timing().logAllFailures()) {
      lines.add(cause);
    }
    if (event.decides()) {
      lines.add(verdict);
    }
    return lines;
  }

  /// Whether a failure is logged, for checkers that have a single failure text.
  public static boolean logged(CheckSubject<?> subject, CheckEvent event) {
    return event.decides() || subject.check().timing().logAllFailures();
  }

  /// ` after N retries`; empty when there were no retries, as at the first check.
  public static String retried(CheckSubject<?> subject, CheckEvent event) {
    int retries = subject.check().timing().retry();
    return event.decides() && event.before().ran() && retries > 0
        ? " after " + retries + " retries"
        : "";
  }
}
