package keepalived.healthcheck.probe;

import static keepalived.healthcheck.engine.Configs.connection;
import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.timing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.lab.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The results for servers that cannot be reached, in a network without routes.
@Tag("linux")
class UnreachableTest {

  private final Machine machine = Machine.network("prober");
  private ProbeBench bench;
  private long before;

  @BeforeEach
  void enter() {
    ip("route add unreachable 10.9.0.0/16");
    ip("route add prohibit 10.10.0.0/16");
    ip("route add blackhole 10.11.0.0/16");
    ip("route add prohibit 2001:db8:10::/48");
    ip("route add blackhole 2001:db8:11::/48");
    ip("link add lan type veth peer name far");
    ip("link set lan up");
    ip("link set far up");
    ip("address add 10.8.0.1/24 dev lan");
    ip("address add 2001:db8:8::1/64 dev lan nodad");
    bench = machine.call(() -> new ProbeBench(TlsClients.anonymous()));
    bench.probe(tcp("127.0.0.1"));
    before = bench.descriptors();
  }

  @AfterEach
  void leave() {
    assertEquals(before, bench.descriptors(), "open descriptors");
    bench.close();
    machine.close();
  }

  private void ip(String arguments) {
    machine.ip(arguments.split(" "));
  }

  private static Check.TcpCheck tcp(String address) {
    return new Check.TcpCheck(timing(), connection(endpoint(address, 80)));
  }

  private static Check.HttpCheck http(String address) {
    var url =
        new Check.Url(
            "/",
            Optional.empty(),
            List.of(new Check.CodeRange(200, 200)),
            Optional.empty(),
            Optional.empty(),
            false);
    return new Check.HttpCheck(
        timing(),
        connection(endpoint(address, 80)),
        Optional.empty(),
        Check.HttpVersion.HTTP_1_0,
        false,
        List.of(url));
  }

  private String reason(Check check) {
    return bench.failure(check).text();
  }

  @Test
  void tcpSaysWhatTheKernelSays() {
    assertEquals("not reachable: Network is unreachable", reason(tcp("192.0.2.1")));
    assertEquals("not reachable: No route to host", reason(tcp("10.9.0.1")));
    assertEquals("not reachable: Network is unreachable", reason(tcp("2001:db8::1")));
    assertEquals("connection refused", reason(tcp("127.0.0.1")));
    assertEquals("connection refused", reason(tcp("::1")));
  }

  @Test
  void othersSaySoInWords() {
    var words = "not reachable: no route to the host or its network";
    for (var address : Set.of("192.0.2.1", "10.9.0.1", "2001:db8::1")) {
      assertEquals(words, reason(http(address)), address);
    }
    var smtp = new Check.SmtpCheck(timing(), connection(endpoint("192.0.2.1", 25)), "here");
    assertEquals(words, reason(smtp));
  }

  @Test
  void datagramsToo() {
    var udp =
        new Check.UdpCheck(
            timing(), connection(endpoint("192.0.2.1", 53)), Optional.empty(), Optional.empty());
    assertEquals(FailureReason.Unreachable.class, bench.failure(udp).getClass(), reason(udp));
    var ping = new Check.PingCheck(timing(), connection(endpoint("10.9.0.1", 0)));
    assertEquals("not reachable: No route to host", reason(ping));
  }

  private static Check.UdpCheck udp(String address) {
    var c = connection(endpoint(address, 53));
    var connection =
        new Check.Connection(
            c.target(), c.bindAddress(), 0, c.bindInterface(), Duration.ofSeconds(20), 0);
    return new Check.UdpCheck(timing(), connection, Optional.empty(), Optional.empty());
  }

  @Test
  void aHostThatIsOffOnTheLan() {
    for (var address : List.of("10.8.0.2", "2001:db8:8::2")) {
      assertInstanceOf(FailureReason.Unreachable.class, bench.failure(udp(address)), address);
    }
  }

  /// A route that forbids the destination or leads nowhere: EACCES, EINVAL, EHOSTUNREACH,
  /// ENETUNREACH.
  @Test
  void aRouteThatBarsTheWayIsAServerThatCannotBeReached() {
    for (var address :
        List.of("10.9.0.1", "10.10.0.1", "10.11.0.1", "2001:db8:10::1", "2001:db8:11::1")) {
      var target = connection(endpoint(address, 25));
      for (Check check :
          List.<Check>of(
              tcp(address),
              http(address),
              udp(address),
              new Check.SmtpCheck(timing(), target, "here"),
              new Check.DnsCheck(timing(), target, Check.RecordType.A, "a.b."),
              new Check.PingCheck(timing(), target))) {
        assertInstanceOf(
            FailureReason.Unreachable.class,
            bench.failure(check),
            address + " " + check.getClass());
      }
    }
  }
}
