package keepalived.healthcheck.probe;

import java.util.random.RandomGenerator;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.socket.SocketBuffer;

/// Dependencies of probes. Used on the loop only.
///
/// @param buffer shared by all sockets that probes open without Netty: each use is over before the
///   next
/// @param tls client certificates for SSL_GET
/// @param random for the ids of queries
public record ProbePorts(
    EpollLoop loop,
    Dialer dialer,
    SocketBuffer buffer,
    ScriptRunner scripts,
    TlsClients tls,
    RandomGenerator random) {

  private static final int PACKET_MAX = 2048;

  public static ProbePorts of(
      EpollLoop loop, ScriptRunner scripts, TlsClients tls, RandomGenerator random) {
    var dialer = new Dialer(loop.netty());
    return new ProbePorts(loop, dialer, new SocketBuffer(PACKET_MAX), scripts, tls, random);
  }

  /// The same dependencies with other client certificates.
  public ProbePorts with(TlsClients other) {
    return new ProbePorts(loop, dialer, buffer, scripts, other, random);
  }
}
