package keepalived.healthcheck.verdict;

import java.time.Duration;

/// What one checker holds to be true, and where it stands in finding out.
///
/// @param up the verdict
/// @param ran whether an attempt has ended since the checker was made
/// @param failures failed tries since the last success, counted while up
/// @param step the step to try next
/// @param marked the step used up its retries: only it is tried until it passes
public record Health(boolean up, boolean ran, int failures, int step, boolean marked) {

  /// At program start the retries count as used up, so that a dead server leaves at its first
  /// check.
  public static Health atStart(boolean alpha, Policy policy) {
    return new Health(!alpha, false, policy.retries(), 0, false);
  }

  /// A checker that a reload brings gets its retries.
  public static Health atReload(boolean alpha) {
    return new Health(!alpha, false, 0, 0, false);
  }

  /// What is left of it for a checker with other retries: the verdict.
  public Health inherited() {
    return new Health(up, ran, 0, 0, false);
  }

  /// One attempt at [#step()] ended well.
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

  /// The verdict of a source that needs no retries: a file, a BFD session.
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

  /// What an attempt meant.
  public enum Outcome {
    /// Nothing new.
    STEADY,
    /// A step of a longer round passed.
    STEP_PASSED,
    /// The first result, and it confirms up.
    FIRST_SUCCESS,
    /// The first result, and it confirms down.
    FIRST_FAILURE,
    /// Failed, but will be tried again before the verdict changes.
    RETRYING,
    /// The verdict changed to up.
    ROSE,
    /// The verdict changed to down.
    FELL
  }
}
