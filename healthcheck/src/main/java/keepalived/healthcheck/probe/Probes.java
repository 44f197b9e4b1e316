package keepalived.healthcheck.probe;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.healthcheck.verdict.Prober;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.socket.SocketBuffer;

/// Makes the checks of all protocols on one event loop. Used on that loop only.
public final class Probes implements Prober {

  private static final int PACKET_MAX = 2048;

  private final EpollLoop loop;
  private final ScriptRunner scripts;
  private final RandomGenerator random;
  private final Dialer dialer;
  private final PingProbe.Means pings;
  private final TcpProbe.Means connections;
  private TlsClients tls;

  /// @param random for the ids of queries
  public Probes(EpollLoop loop, ScriptRunner scripts, TlsClients tls, RandomGenerator random) {
    this.loop = loop;
    this.scripts = scripts;
    this.tls = tls;
    this.random = random;
    this.dialer = new Dialer(loop.netty());
    var buffer = new SocketBuffer(PACKET_MAX);
    this.pings = new PingProbe.Means(loop, buffer, random);
    this.connections = new TcpProbe.Means(loop, buffer);
  }

  /// A reload brought other client certificates: probes from now on present them.
  public void tls(TlsClients next) {
    tls = next;
  }

  @Override
  public Attempt start(Check check, int step, Consumer<ProbeResult> done) {
    var attempt = new ProbeAttempt(loop, done);
    switch (check) {
      case Check.TcpCheck tcp -> TcpProbe.start(attempt, connections, tcp);
      case Check.HttpCheck http -> HttpProbe.start(attempt, dialer, tls, http, step);
      case Check.SmtpCheck smtp -> SmtpProbe.start(attempt, dialer, smtp);
      case Check.DnsCheck dns -> DnsProbe.start(attempt, dialer, dns, random);
      case Check.UdpCheck udp -> UdpProbe.start(attempt, dialer, udp);
      case Check.PingCheck ping -> PingProbe.start(attempt, pings, ping);
      case Check.MiscCheck misc -> ScriptProbe.start(attempt, scripts, misc);
      case Check.FileCheck _, Check.BfdCheck _ ->
          attempt.finish(new ProbeResult.NotRun("told by others, not probed"));
    }
    return attempt;
  }
}
