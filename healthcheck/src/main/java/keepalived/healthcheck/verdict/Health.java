package keepalived.healthcheck.verdict;

import java.time.Duration;

/// The verdict of one check and its progress towards the next one.
///
/// @param up the verdict
/// @param ran whether an attempt has ended since the checker was made
/// @param failures failed tries since the last success, counted while up
/// @param step the step to try next
/// @param marked whether the step used up its retries: only this step is tried until it passes
public record Health(boolean up, boolean ran, int failures, int step, boolean marked) {

  /// The health at program start. The retries count as used up, so that a dead server is removed
  /// after its first check.
  public static Health atStart(boolean alpha, Policy policy) {
    return new Health(!alpha, false, policy.retries(), 0, false);
  }

  /// The health of a checker that a reload adds. It has all its retries.
  public static Health atReload(boolean alpha) {
    return new Health(!alpha, false, 0, 0, false);
  }

  /// The health for a checker with other retries: only the verdict is kept.
  public Health inherited() {
    return new Health(up, ran, 0, 0, false);
  }

  /// The attempt at [#step()] succeeded.
  public Next succeeded(Policy policy) {
    if (marked) {
      var fromTheTop = new Health(up, true, 0, 0, false);
      return new Next(fromTheTop, between(policy), Outcome.STEP_PASSED);
    }
    if (step + 1 < policy.walk().steps()) {
      return new Next(
          new Health(up, ran, 0, step + 1, false), between(policy), Outcome.STEP_PASSED);
    }
    var outcome = up ? (ran ? Outcome.STEADY : Outcome.FIRST_SUCCESS) : Outcome.ROSE;
    return new Next(new Health(true, true, 0, 0, false), policy.interval(), outcome);
  }

  /// One attempt at [#step()] failed.
  public Next failed(Policy policy) {
    if (up && failures < policy.retries()) {
      return new Next(
          new Health(true, ran, failures + 1, step, false), policy.retryDelay(), Outcome.RETRYING);
    }
    boolean fresh = up || !ran;
    boolean mark = policy.walk().marking() && (marked || fresh);
    var outcome = up ? Outcome.FELL : ran ? Outcome.STEADY : Outcome.FIRST_FAILURE;
    return new Next(
        new Health(false, true, 0, step, mark),
        mark ? policy.markedDelay() : policy.interval(),
        outcome);
  }

  /// Takes a verdict from a source that needs no retries: a file or a BFD session.
  public Next observed(boolean nowUp) {
    Outcome outcome;
    if (nowUp == up) {
      outcome = ran ? Outcome.STEADY : nowUp ? Outcome.FIRST_SUCCESS : Outcome.FIRST_FAILURE;
    } else {
      outcome = nowUp ? Outcome.ROSE : Outcome.FELL;
    }
    return new Next(new Health(nowUp, true, 0, 0, false), Duration.ZERO, outcome);
  }

  private Duration between(Policy policy) {
    return !up && policy.walk().hurried() ? Duration.ZERO : policy.interval();
  }

  /// The health after an attempt, and when the next one is due.
  public record Next(Health health, Duration delay, Outcome outcome) {}

  /// The effect of an attempt on the verdict.
  public enum Outcome {
    /// No change.
    STEADY,
    /// A step of a round passed, and further steps follow.
    STEP_PASSED,
    /// The first result, and it confirms up.
    FIRST_SUCCESS,
    /// The first result, and it confirms down.
    FIRST_FAILURE,
    /// The attempt failed and will be retried before the verdict changes.
    RETRYING,
    /// The verdict changed to up.
    ROSE,
    /// The verdict changed to down.
    FELL
  }
}
