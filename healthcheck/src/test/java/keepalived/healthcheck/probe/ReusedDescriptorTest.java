package keepalived.healthcheck.probe;

import static keepalived.healthcheck.engine.Configs.connection;
import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.timing;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.ProbedType;
import keepalived.healthcheck.check.dns.DnsCheckType;
import keepalived.healthcheck.check.smtp.SmtpCheckType;
import keepalived.healthcheck.check.udp.UdpCheckType;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The number of a closed descriptor belongs to the next file that some thread opens. When a probe
/// ends inside a read, the read must not go on with that number: it would take packets of another
/// socket, or block the loop for ever where that socket is a blocking one.
class ReusedDescriptorTest {

  /// More than there are free numbers below that of the probe's socket.
  private static final int SOCKETS = 64;

  private final ProbeBench bench = new ProbeBench(TlsClients.anonymous());
  private final Farm farm = new Farm();
  private final List<DatagramSocket> others = new ArrayList<>();

  @AfterEach
  void close() {
    bench.close();
    farm.close();
    others.forEach(DatagramSocket::close);
  }

  private void openOthers() {
    try {
      for (int i = 0; i < SOCKETS; i++) {
        others.add(new DatagramSocket(null));
      }
    } catch (SocketException e) {
      throw new AssertionError(e);
    }
  }

  /// Probes, and opens blocking sockets as soon as the probe has released its own.
  private <C extends Check.Probed> ProbeResult probe(ProbedType<C> type, C check) {
    var result = new CompletableFuture<ProbeResult>();
    bench.loop.post(
        () -> {
          var attempt = new ProbeAttempt(bench.loop, result::complete);
          attempt.release(this::openOthers);
          var ports =
              ProbePorts.of(
                  bench.loop,
                  (_, _, _) -> {
                    throw new AssertionError("no script here");
                  },
                  TlsClients.anonymous(),
                  new Random(1));
          type.start(attempt, ports, check, 0);
        });
    return ProbeBench.wait(result);
  }

  private void assertSuccessAndALivingLoop(ProbeResult result) {
    assertInstanceOf(ProbeResult.Success.class, result);
    assertTrue(bench.on(() -> true));
  }

  private Check.Connection to(int port) {
    return connection(endpoint("127.0.0.1", port));
  }

  @Test
  void udp() {
    int port = farm.udp(question -> Optional.of(question));
    var reply = new Check.UdpCheck.Reply(Optional.empty(), 1, 100);
    var check = new Check.UdpCheck(timing(), to(port), Optional.of("4142ff"), Optional.of(reply));
    assertSuccessAndALivingLoop(probe(new UdpCheckType(), check));
  }

  @Test
  void dns() {
    int port =
        farm.udp(
            question -> {
              var answer = question.clone();
              answer[2] |= (byte) 0x80;
              return Optional.of(answer);
            });
    var check = new Check.DnsCheck(timing(), to(port), Check.RecordType.A, "a.example.");
    assertSuccessAndALivingLoop(probe(new DnsCheckType(), check));
  }

  /// The answer ends the probe, and more arrives than one read takes.
  @Test
  void smtp() {
    int port =
        farm.tcp(
            socket -> {
              Farm.say(socket, "220 ready\r\n");
              Farm.hear(socket);
              Farm.say(socket, "250 pleased\r\n");
              Farm.hear(socket);
              Farm.say(socket, "221 bye\r\n".repeat(100_000));
            });
    var check = new Check.SmtpCheck(timing(), to(port), "test");
    assertSuccessAndALivingLoop(probe(new SmtpCheckType(), check));
  }
}
