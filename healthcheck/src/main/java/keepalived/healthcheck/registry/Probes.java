package keepalived.healthcheck.registry;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbePorts;
import keepalived.healthcheck.probe.ScriptRunner;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.healthcheck.verdict.Prober;
import keepalived.linux.loop.EpollLoop;

/// Starts the probes of all protocols on one event loop. Used on that loop only.
public final class Probes implements Prober {

  private ProbePorts ports;

  /// @param random for the ids of queries
  public Probes(EpollLoop loop, ScriptRunner scripts, TlsClients tls, RandomGenerator random) {
    ports = ProbePorts.of(loop, scripts, tls, random);
  }

  /// Replaces the client certificates for probes that start from now on.
  public void tls(TlsClients next) {
    ports = ports.with(next);
  }

  @Override
  public Attempt start(Check.Probed check, int step, Consumer<ProbeResult> done) {
    var attempt = new ProbeAttempt(ports.loop(), done);
    CheckTypes.probed(check).start(attempt, ports, check, step);
    return attempt;
  }
}
