package keepalived.healthcheck.probe;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.ProbeResult;
import keepalived.healthcheck.check.Prober;
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
    var trial = new Trial(loop, done);
    switch (check) {
      case Check.TcpCheck tcp -> TcpProbe.start(trial, connections, tcp);
      case Check.HttpCheck http -> HttpProbe.start(trial, dialer, tls, http, step);
      case Check.SmtpCheck smtp -> SmtpProbe.start(trial, dialer, smtp);
      case Check.DnsCheck dns -> DnsProbe.start(trial, dialer, dns, random);
      case Check.UdpCheck udp -> UdpProbe.start(trial, dialer, udp);
      case Check.PingCheck ping -> PingProbe.start(trial, pings, ping);
      case Check.MiscCheck misc -> ScriptProbe.start(trial, scripts, misc);
      case Check.FileCheck _, Check.BfdCheck _ ->
          trial.finish(new ProbeResult.NotRun("told by others, not probed"));
    }
    return trial;
  }
}
