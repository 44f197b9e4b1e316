package keepalived.healthcheck.verdict;

import keepalived.healthcheck.verdict.Health.Outcome;

/// One result of a check and its effect on the verdict.
///
/// @param before the health before this result
public record CheckEvent(Health before, Outcome outcome, ProbeResult result) {

  /// Whether this failure takes the check down, or confirms at the first check that it is down.
  public boolean decides() {
    return outcome == Outcome.FELL || outcome == Outcome.FIRST_FAILURE;
  }

  /// Whether this success brings the check up, or confirms at the first check that it is up.
  public boolean confirms() {
    return outcome == Outcome.ROSE || outcome == Outcome.FIRST_SUCCESS;
  }
}
