package keepalived.ipvs.fullnat;

import static keepalived.ipvs.Tables.ip;
import static keepalived.ipvs.Tables.tcp;
import static keepalived.ipvs.Tables.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import keepalived.core.net.Family;
import keepalived.ipvs.Shell;
import keepalived.ipvs.table.ServiceKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The rules of nf_tables, in namespaces: a client, a director, and a server that has no route to
/// the client. A destination NAT rule stands in for IPVS: both leave the service's address in the
/// original direction of the tracked connection.
@Tag("linux")
class NftablesSourceNatTest {

  private static final String SERVER =
      """
      import socket
      s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      s.bind(('10.9.0.9', 8080)); s.listen(50); print('ready', flush=True)
      while True:
          c, a = s.accept(); c.sendall(a[0].encode()); c.close()
      """;

  private static final String CLIENT =
      """
      import socket
      for i in range(4):
          s = socket.create_connection(('10.8.0.1', 80), 3); print(s.recv(100).decode()); s.close()
      """;

  private final String suffix = Long.toHexString(ProcessHandle.current().pid());
  private final String client = "fnc" + suffix;
  private final String director = "fnd" + suffix;
  private final String real = "fnr" + suffix;
  private Process server;

  @BeforeEach
  void build() throws IOException {
    for (var command :
        """
        ip netns add CLIENT
        ip netns add DIRECTOR
        ip netns add REAL
        ip -n DIRECTOR link add c0 type veth peer name eth0 netns CLIENT
        ip -n DIRECTOR link add r0 type veth peer name eth0 netns REAL
        ip -n DIRECTOR addr add 10.8.0.1/24 dev c0
        ip -n DIRECTOR addr add 10.9.0.1/24 dev r0
        ip -n DIRECTOR addr add 10.9.0.2/24 dev r0
        ip -n DIRECTOR link set c0 up
        ip -n DIRECTOR link set r0 up
        ip -n CLIENT addr add 10.8.0.9/24 dev eth0
        ip -n CLIENT link set eth0 up
        ip -n REAL addr add 10.9.0.9/24 dev eth0
        ip -n REAL link set eth0 up
        ip netns exec DIRECTOR sysctl -qw net.ipv4.ip_forward=1
        """
            .lines()
            .toList()) {
      var named =
          command.replace("CLIENT", client).replace("DIRECTOR", director).replace("REAL", real);
      Shell.output(named.split(" "));
    }
    server =
        new ProcessBuilder("ip", "netns", "exec", real, "python3", "-c", SERVER)
            .redirectErrorStream(true)
            .start();
    assertEquals('r', server.getInputStream().read());
    nft(
        """
        table ip director {
          chain prerouting {
            type nat hook prerouting priority dstnat;
            ip daddr 10.8.0.1 tcp dport 80 dnat to 10.9.0.9:8080
          }
        }
        """);
  }

  @AfterEach
  void remove() {
    server.destroyForcibly();
    for (var namespace : List.of(client, director, real)) {
      Shell.run(List.of("ip", "netns", "del", namespace), "");
    }
  }

  private void nft(String commands) {
    var result = Shell.run(List.of("ip", "netns", "exec", director, "nft", "-f", "-"), commands);
    assertEquals(0, result.status(), result::toString);
  }

  private List<String> ask() {
    return Shell.output("ip", "netns", "exec", client, "python3", "-c", CLIENT).lines().toList();
  }

  @Test
  void theServerSeesTheOutgoingInterfacesAddress() {
    nft(FullNatRules.of(List.of(new FullNatService(tcp("10.8.0.1", 80), List.of()))));

    assertEquals(List.of("10.9.0.1", "10.9.0.1", "10.9.0.1", "10.9.0.1"), ask());
  }

  @Test
  void theServerSeesTheLocalAddressesInTurn() {
    var locals = List.of(ip("10.9.0.1"), ip("10.9.0.2"));
    nft(FullNatRules.of(List.of(new FullNatService(tcp("10.8.0.1", 80), locals))));

    assertEquals(new TreeSet<>(List.of("10.9.0.1", "10.9.0.2")), new TreeSet<>(ask()));
  }

  @Test
  void theTableIsReplacedWhole() {
    nft(
        FullNatRules.of(
            List.of(
                new FullNatService(udp("10.8.0.1", 0), List.of(ip("10.9.0.2"))),
                new FullNatService(tcp("2001:db8::1", 80), List.of()),
                new FullNatService(new ServiceKey.ByMark(7, Family.IPV4), List.of()))));
    nft(FullNatRules.of(List.of(new FullNatService(tcp("10.8.0.1", 80), List.of()))));

    var rules =
        Shell.output(
            "ip", "netns", "exec", director, "nft", "list", "table", "inet", "keepalived_fullnat");
    assertEquals(1, rules.lines().filter(line -> line.contains("ct original")).count(), rules);

    nft(FullNatRules.of(List.of()));
    assertEquals(
        "table ip director\n",
        Shell.output("ip", "netns", "exec", director, "nft", "list", "tables"));
  }
}
