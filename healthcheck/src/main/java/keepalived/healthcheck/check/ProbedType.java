package keepalived.healthcheck.check;

import keepalived.core.config.Check;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbePorts;

/// A checker that sends a probe.
///
/// @param <C> the configuration record of the check
public non-sealed interface ProbedType<C extends Check.Probed> extends CheckType<C> {

  /// Starts one probe. The probe ends by finishing the attempt, also when it cannot start.
  ///
  /// @param step the step of the round, from 0; see [CheckType#walk]
  void start(ProbeAttempt attempt, ProbePorts ports, C check, int step);
}
