package keepalived.healthcheck.check.tcp;

import java.net.SocketException;
import keepalived.core.config.Check;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.healthcheck.probe.Dialer;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbeErrors;
import keepalived.healthcheck.probe.ProbePorts;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.socket.TcpConnection;

/// Succeeds when the connection is established, and closes it at once. TCP checks are the most
/// frequent, so the probe avoids a Netty channel: it needs a socket, one readiness event and the
/// socket error (docs/benchmarks.md shows the savings).
final class TcpProbe {

  private TcpProbe() {}

  static void start(ProbeAttempt attempt, ProbePorts ports, Check.TcpCheck check) {
    var connection = check.connection();
    attempt.enter(FailureReason.Stage.CONNECT, connection.timeout());
    try {
      int link = Dialer.linkIndex(connection.bindInterface());
      var target = connection.target();
      var socket = TcpConnection.open(target.address().family(), ports.buffer());
      attempt.release(socket::close);
      options(socket, connection, link);
      if (socket.connect(target, linkOf(target.address(), link))) {
        attempt.succeed("connected");
        return;
      }
      var watch = ports.loop().watchWritable(socket.descriptor(), () -> settled(attempt, socket));
      attempt.release(watch::close);
    } catch (SocketException e) {
      attempt.finish(new ProbeResult.NotRun(e.getMessage()));
    } catch (LinuxException e) {
      attempt.finish(ProbeErrors.result(e, FailureReason.Stage.CONNECT));
    }
  }

  private static void options(TcpConnection socket, Check.Connection connection, int link) {
    connection.bindInterface().ifPresent(name -> socket.options().bindToDevice(name));
    if (connection.mark() != 0) {
      socket.options().mark((int) connection.mark());
    }
    if (connection.bindAddress().isPresent() || connection.bindPort() != 0) {
      var source =
          connection.bindAddress().orElseGet(() -> any(connection.target().address().family()));
      socket.bind(new Endpoint(source, connection.bindPort()), linkOf(source, link));
    }
  }

  private static IpAddress any(Family family) {
    return switch (family) {
      case IPV4 -> Ipv4Address.of("0.0.0.0");
      case IPV6 -> Ipv6Address.UNSPECIFIED;
    };
  }

  private static int linkOf(IpAddress address, int link) {
    return address.isLinkLocal() ? link : 0;
  }

  private static void settled(ProbeAttempt attempt, TcpConnection socket) {
    socket
        .failure()
        .ifPresentOrElse(
            errno ->
                attempt.finish(
                    ProbeErrors.result(errno, errno.message(), FailureReason.Stage.CONNECT)),
            () -> attempt.succeed("connected"));
  }
}
