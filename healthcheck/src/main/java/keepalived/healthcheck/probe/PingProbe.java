package keepalived.healthcheck.probe;

import java.net.SocketException;
import java.util.random.RandomGenerator;
import keepalived.core.config.Check;
import keepalived.core.net.IpAddress;
import keepalived.healthcheck.check.ProbeResult;
import keepalived.healthcheck.check.Reason;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.socket.IcmpSocket;
import keepalived.linux.socket.SocketBuffer;

/// One echo request with 128 bytes; the reply to it, from its target, is success.
final class PingProbe {

  private static final int PAYLOAD = 128;

  private PingProbe() {}

  /// What pings need; the buffer serves all of them, one after the other.
  record Means(EpollLoop loop, SocketBuffer icmpBuffer, RandomGenerator random) {}

  static void start(Trial trial, Means means, Check.PingCheck check) {
    var connection = check.connection();
    var target = connection.target().address();
    trial.enter(Reason.Stage.RESPONSE, connection.timeout());
    try {
      int link = Dialer.linkIndex(connection.bindInterface());
      var socket = IcmpSocket.open(target.family(), means.icmpBuffer());
      trial.release(socket::close);
      options(socket, connection, link);
      int sequence = means.random().nextInt(0x10000);
      var watch =
          means.loop().watch(socket.descriptor(), () -> readable(trial, socket, target, sequence));
      trial.release(watch::close);
      if (!socket.send(target, target.isLinkLocal() ? link : 0, sequence, new byte[PAYLOAD])) {
        trial.finish(new ProbeResult.NotRun("no room in the send buffer"));
      }
    } catch (SocketException e) {
      trial.finish(new ProbeResult.NotRun(e.getMessage()));
    } catch (LinuxException e) {
      trial.finish(Causes.result(e, Reason.Stage.SEND));
    }
  }

  private static void options(IcmpSocket socket, Check.Connection connection, int link) {
    connection.bindInterface().ifPresent(name -> socket.options().bindToDevice(name));
    if (connection.mark() != 0) {
      socket.options().mark((int) connection.mark());
    }
    connection
        .bindAddress()
        .ifPresent(source -> socket.bind(source, source.isLinkLocal() ? link : 0));
  }

  private static void readable(Trial trial, IcmpSocket socket, IpAddress target, int sequence) {
    try {
      for (var reply = socket.receive();
          reply.isPresent() && !trial.isOver();
          reply = socket.receive()) {
        if (reply.get().sequence() == sequence && reply.get().source().equals(target)) {
          trial.succeed("reply");
          return;
        }
      }
    } catch (LinuxException e) {
      trial.finish(Causes.result(e, Reason.Stage.SEND));
    }
  }
}
