package keepalived.healthcheck.verdict;

import keepalived.healthcheck.verdict.Health.Outcome;

/// One result of a check and what it meant.
///
/// @param before the health before this result
public record CheckEvent(Health before, Outcome outcome, ProbeResult result) {

  /// The failure decides: the check goes down, or starts as down.
  public boolean decides() {
    return outcome == Outcome.FELL || outcome == Outcome.FIRST_FAILURE;
  }

  /// The success decides: the check goes up, or starts as up.
  public boolean confirms() {
    return outcome == Outcome.ROSE || outcome == Outcome.FIRST_SUCCESS;
  }
}
