package keepalived.healthcheck.probe;

import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.timing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// PING_CHECK; needs the permission to open ICMP sockets.
@Tag("linux")
class PingTest {

  private final ProbeBench bench = new ProbeBench(TlsClients.anonymous());
  private long before;

  @BeforeEach
  void count() {
    before = bench.descriptors();
  }

  @AfterEach
  void close() {
    assertEquals(before, bench.descriptors());
    bench.close();
  }

  private static Check.PingCheck ping(String address, Optional<String> link) {
    return new Check.PingCheck(
        timing(),
        new Check.Connection(
            endpoint(address, 0), Optional.empty(), 0, link, Duration.ofMillis(400), 0));
  }

  @Test
  void bothFamiliesAnswerOnLoopback() {
    for (int i = 0; i < 20; i++) {
      assertInstanceOf(ProbeResult.Success.class, bench.probe(ping("127.0.0.1", Optional.empty())));
      assertInstanceOf(ProbeResult.Success.class, bench.probe(ping("::1", Optional.of("lo"))));
    }
  }

  @Test
  void anUnusedAddressBehindLoopbackIsLateOrUnreachable() {
    var reason = bench.failure(ping("192.0.2.1", Optional.of("lo")));
    switch (reason) {
      case FailureReason.TimedOut(var stage, _) ->
          assertEquals(FailureReason.Stage.RESPONSE, stage);
      case FailureReason.Transport _ -> assertInstanceOf(FailureReason.Unreachable.class, reason);
      case FailureReason.Answer _, FailureReason.Local _ -> throw new AssertionError(reason);
    }
  }

  @Test
  void anInterfaceThatIsNotThereSaysNothingOfTheServer() {
    assertInstanceOf(
        ProbeResult.NotRun.class, bench.probe(ping("127.0.0.1", Optional.of("nosuch0"))));
  }
}
