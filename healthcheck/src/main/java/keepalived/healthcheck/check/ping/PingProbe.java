package keepalived.healthcheck.check.ping;

import java.net.SocketException;
import keepalived.core.config.Check;
import keepalived.core.net.IpAddress;
import keepalived.healthcheck.probe.Dialer;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbeErrors;
import keepalived.healthcheck.probe.ProbePorts;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.socket.IcmpSocket;

/// Sends one echo request with 128 bytes of data; a matching reply from the target is success.
final class PingProbe {

  private static final int PAYLOAD = 128;

  private PingProbe() {}

  static void start(ProbeAttempt attempt, ProbePorts ports, Check.PingCheck check) {
    var connection = check.connection();
    var target = connection.target().address();
    attempt.enter(FailureReason.Stage.RESPONSE, connection.timeout());
    try {
      int link = Dialer.linkIndex(connection.bindInterface());
      var socket = IcmpSocket.open(target.family(), ports.buffer());
      attempt.release(socket::close);
      options(socket, connection, link);
      int sequence = ports.random().nextInt(0x10000);
      var watch =
          ports
              .loop()
              .watch(socket.descriptor(), () -> readable(attempt, socket, target, sequence));
      attempt.release(watch::close);
      if (!socket.send(target, target.isLinkLocal() ? link : 0, sequence, new byte[PAYLOAD])) {
        attempt.finish(new ProbeResult.NotRun("the send buffer is full"));
      }
    } catch (SocketException e) {
      attempt.finish(new ProbeResult.NotRun(e.getMessage()));
    } catch (LinuxException e) {
      attempt.finish(ProbeErrors.result(e, FailureReason.Stage.SEND));
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

  private static void readable(
      ProbeAttempt attempt, IcmpSocket socket, IpAddress target, int sequence) {
    try {
      for (var reply = socket.receive();
          reply.isPresent() && !attempt.isOver();
          reply = socket.receive()) {
        if (reply.get().sequence() == sequence && reply.get().source().equals(target)) {
          attempt.succeed("reply");
          return;
        }
      }
    } catch (LinuxException e) {
      attempt.finish(ProbeErrors.result(e, FailureReason.Stage.SEND));
    }
  }
}
