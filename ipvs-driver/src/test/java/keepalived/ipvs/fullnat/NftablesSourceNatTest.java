package keepalived.ipvs.fullnat;

import static keepalived.ipvs.Tables.ip;
import static keepalived.ipvs.Tables.tcp;
import static keepalived.ipvs.Tables.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.TreeSet;
import keepalived.core.net.Family;
import keepalived.ipvs.Shell;
import keepalived.ipvs.table.ServiceKey;
import keepalived.lab.Await;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The rules of nf_tables, in namespaces: a client, a director, and a server without a route to the
/// client. A destination NAT rule replaces IPVS: both leave the service's address in the original
/// direction of the tracked connection.
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

  private final Machine client = Machine.network("client");
  private final Machine director = Machine.network("director");
  private final Machine real = Machine.network("real");
  private Program server;

  @BeforeEach
  void build() {
    director.cable("c0", client, "eth0");
    director.cable("r0", real, "eth0");
    director.ip("addr", "add", "10.8.0.1/24", "dev", "c0");
    director.ip("addr", "add", "10.9.0.1/24", "dev", "r0");
    director.ip("addr", "add", "10.9.0.2/24", "dev", "r0");
    director.ip("link", "set", "c0", "up");
    director.ip("link", "set", "r0", "up");
    client.ip("addr", "add", "10.8.0.9/24", "dev", "eth0");
    client.ip("link", "set", "eth0", "up");
    real.ip("addr", "add", "10.9.0.9/24", "dev", "eth0");
    real.ip("link", "set", "eth0", "up");
    director.mustRun("sysctl", "-qw", "net.ipv4.ip_forward=1");
    server = real.start("python3", "-c", SERVER);
    Await.until(server::output, () -> server.output().startsWith("r"));
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
    List.of(client, director, real).forEach(Machine::close);
  }

  private void nft(String commands) {
    var result = Shell.run(director.inside("nft", "-f", "-"), commands);
    assertEquals(0, result.status(), result::toString);
  }

  private List<String> ask() {
    return client.mustRun("python3", "-c", CLIENT).lines().toList();
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

    var rules = director.mustRun("nft", "list", "table", "inet", "keepalived_fullnat");
    assertEquals(1, rules.lines().filter(line -> line.contains("ct original")).count(), rules);

    nft(FullNatRules.of(List.of()));
    assertEquals("table ip director\n", director.mustRun("nft", "list", "tables"));
  }
}
