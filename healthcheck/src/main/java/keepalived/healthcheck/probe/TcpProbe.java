package keepalived.healthcheck.probe;

import java.net.SocketException;
import keepalived.core.config.Check;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.healthcheck.check.ProbeResult;
import keepalived.healthcheck.check.Reason;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.socket.SocketBuffer;
import keepalived.linux.socket.TcpConnection;

/// Succeeds when the connection is there, and closes it at once. Most checks of most farms are
/// these, so they go without a Netty channel: a socket, one readiness, and the error the kernel
/// gives (docs/benchmarks.md has what that saves).
final class TcpProbe {

  private TcpProbe() {}

  /// What connections need; the buffer serves all of them, one after the other.
  record Means(EpollLoop loop, SocketBuffer buffer) {}

  static void start(Trial trial, Means means, Check.TcpCheck check) {
    var connection = check.connection();
    trial.enter(Reason.Stage.CONNECT, connection.timeout());
    try {
      int link = Dialer.linkIndex(connection.bindInterface());
      var target = connection.target();
      var socket = TcpConnection.open(target.address().family(), means.buffer());
      trial.release(socket::close);
      options(socket, connection, link);
      if (socket.connect(target, linkOf(target.address(), link))) {
        trial.succeed("connected");
        return;
      }
      var watch = means.loop().watchWritable(socket.descriptor(), () -> settled(trial, socket));
      trial.release(watch::close);
    } catch (SocketException e) {
      trial.finish(new ProbeResult.NotRun(e.getMessage()));
    } catch (LinuxException e) {
      trial.finish(Causes.result(e, Reason.Stage.CONNECT));
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

  private static void settled(Trial trial, TcpConnection socket) {
    socket
        .failure()
        .ifPresentOrElse(
            errno -> trial.finish(Causes.result(errno, errno.message(), Reason.Stage.CONNECT)),
            () -> trial.succeed("connected"));
  }
}
