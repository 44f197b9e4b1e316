package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Check;
import keepalived.core.config.RealServer;
import org.junit.jupiter.api.Test;

/// The targets of checks if the port of a real server cannot be the port of its connections. Except
/// for port 0, they are those of keepalived 2.2.7.
class CheckTargetsTest {

  private static final String GROUP =
      "virtual_server_group G {\n 10.0.0.3 80\n 10.0.0.4-5 81\n fwmark 7\n}\n";

  private static List<String> servers(String service, String kind, String... servers) {
    var text = new StringBuilder(GROUP);
    text.append("virtual_server ").append(service).append(" {\n lb_kind ").append(kind);
    text.append("\n protocol TCP\n persistence_timeout 9\n");
    for (var server : servers) {
      text.append(" real_server ").append(server).append('\n');
    }
    text.append("}\n");
    return ConfigReader.read(
            "test", text.toString(), ConfigReader.Options.of("vm").host(TableHost.recorded()))
        .config()
        .lvs()
        .virtualServers()
        .getFirst()
        .realServers()
        .stream()
        .map(CheckTargetsTest::line)
        .toList();
  }

  /// The destination in IPVS, then the targets of the checks.
  private static String line(RealServer server) {
    var line = new StringBuilder(server.endpoint().toString());
    for (var check : server.checks()) {
      var target =
          switch (check) {
            case Check.TcpCheck tcp -> tcp.connection().target();
            case Check.HttpCheck http -> http.connection().target();
            case Check.SmtpCheck smtp -> smtp.connection().target();
            default -> throw new IllegalStateException(check.toString());
          };
      line.append(" <- ").append(target);
    }
    return line.toString();
  }

  private static String tcp(String server) {
    return server + " {\n TCP_CHECK {\n }\n }";
  }

  @Test
  void aCheckGoesToThePortThatWasWritten() {
    var expected = List.of("[198.51.100.2]:80 <- [198.51.100.2]:8080");
    assertEquals(expected, servers("10.0.0.1 80", "DR", tcp("198.51.100.2 8080")));
    assertEquals(expected, servers("10.0.0.1 80", "TUN", tcp("198.51.100.2 8080")));
    assertEquals(
        expected,
        servers(
            "10.0.0.1 80", "DR", "198.51.100.2 8080 {\n HTTP_GET {\n url {\n path /\n }\n }\n }"));
    assertEquals(
        expected,
        servers("10.0.0.1 80", "NAT", "198.51.100.2 8080 {\n lvs_method DR\n TCP_CHECK {\n }\n }"));
  }

  @Test
  void aPortOfTheCheckItselfCountsMore() {
    assertEquals(
        List.of("[198.51.100.2]:80 <- [198.51.100.2]:90"),
        servers(
            "10.0.0.1 80", "DR", "198.51.100.2 8080 {\n TCP_CHECK {\n connect_port 90\n }\n }"));
  }

  @Test
  void servicesWithoutAPortOfTheirOwn() {
    assertEquals(
        List.of("[198.51.100.2]:0 <- [198.51.100.2]:8080"),
        servers("fwmark 9", "DR", tcp("198.51.100.2 8080")));
    assertEquals(
        List.of("[198.51.100.2]:0 <- [198.51.100.2]:8080"),
        servers("10.0.0.9 0", "DR", tcp("198.51.100.2 8080")));
    assertEquals(
        List.of("[198.51.100.2]:8080 <- [198.51.100.2]:8080"),
        servers("group G", "DR", tcp("198.51.100.2 8080")));
  }

  @Test
  void withoutAPortItIsTheServices() {
    var expected = List.of("[198.51.100.2]:80 <- [198.51.100.2]:80");
    assertEquals(expected, servers("10.0.0.1 80", "DR", tcp("198.51.100.2")));
    assertEquals(expected, servers("10.0.0.1 80", "DR", tcp("198.51.100.2 0")));
    assertEquals(expected, servers("10.0.0.1 80", "NAT", tcp("198.51.100.2 0")));
  }

  @Test
  void twoPortsOfOneHostAreTwoServersToCheck() {
    assertEquals(
        List.of(
            "[198.51.100.2]:80 <- [198.51.100.2]:8080", "[198.51.100.2]:80 <- [198.51.100.2]:80"),
        servers("10.0.0.1 80", "DR", tcp("198.51.100.2 8080"), tcp("198.51.100.2 80")));
    assertEquals(
        List.of("[198.51.100.2]:80 <- [198.51.100.2]:80"),
        servers("10.0.0.1 80", "DR", tcp("198.51.100.2 80"), tcp("198.51.100.2")));
  }
}
