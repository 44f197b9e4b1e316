package keepalived.ipvs.fullnat;

import static keepalived.ipvs.Tables.ip;
import static keepalived.ipvs.Tables.nat;
import static keepalived.ipvs.Tables.service;
import static keepalived.ipvs.Tables.table;
import static keepalived.ipvs.Tables.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.net.Family;
import keepalived.ipvs.Reconciliation;
import keepalived.ipvs.Shell;
import keepalived.ipvs.kernel.KernelIpvsDriver;
import keepalived.ipvs.kernel.ModuleLoader;
import keepalived.ipvs.table.ServiceKey;
import keepalived.lab.Await;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import keepalived.linux.kernel.Sysctl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real traffic between a client, the director, and a real server without a route to the client,
/// each in a namespace: an answer proves that the source was translated. The server answers each
/// connection with the address it sees. The kernel of User-Mode Linux has nf_tables without IPv4,
/// so the rules end up in iptables; [NftablesSourceNatTest] tests nf_tables.
@Tag("uml")
class FullNatTest {

  private static final ServiceKey WEB4 = tcp("10.8.0.1", 80);
  private static final ServiceKey WEB6 = tcp("fd08::1", 80);
  private static final Sysctl CONNTRACK = new Sysctl("net/ipv4/vs/conntrack");

  private static final String SERVER =
      """
      import socket
      s = socket.socket(socket.AF_INET6)
      s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      s.bind(('::', 8080)); s.listen(50); print('ready', flush=True)
      while True:
          c, a = s.accept()
          c.sendall(a[0].removeprefix('::ffff:').encode()); c.close()
      """;

  private static final String CLIENT =
      """
      import socket, sys
      for i in range(int(sys.argv[2])):
          s = socket.create_connection((sys.argv[1], 80), 3); print(s.recv(100).decode()); s.close()
      """;

  private interface Scene {
    void play(FullNat fullNat);
  }

  private final Machine client = Machine.network("client");
  private final Machine director = Machine.network("director");
  private final Machine server = Machine.network("server");
  private Program program;

  @BeforeEach
  void build() {
    director.cable("fnc", client, "eth0");
    director.cable("fns", server, "eth0");
    director.ip("addr", "add", "10.8.0.1/24", "dev", "fnc");
    director.ip("addr", "add", "fd08::1/64", "dev", "fnc", "nodad");
    director.ip("addr", "add", "10.9.0.1/24", "dev", "fns");
    director.ip("addr", "add", "10.9.0.2/24", "dev", "fns");
    director.ip("addr", "add", "fd09::1/64", "dev", "fns", "nodad");
    director.ip("link", "set", "fnc", "up");
    director.ip("link", "set", "fns", "up");
    client.ip("addr", "add", "10.8.0.9/24", "dev", "eth0");
    client.ip("addr", "add", "fd08::9/64", "dev", "eth0", "nodad");
    client.ip("link", "set", "eth0", "up");
    server.ip("addr", "add", "10.9.0.9/24", "dev", "eth0");
    server.ip("addr", "add", "fd09::9/64", "dev", "eth0", "nodad");
    server.ip("link", "set", "eth0", "up");
    director.mustRun("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
    program = server.start("python3", "-c", SERVER);
    Await.until(program::output, () -> program.output().startsWith("r"));
  }

  @AfterEach
  void remove() {
    List.of(client, director, server).forEach(Machine::close);
  }

  /// Runs a scene in the director's network.
  private void asDirector(Scene scene) {
    director.call(
        () -> {
          play(scene);
          return true;
        });
  }

  private static void play(Scene scene) {
    var desired =
        table(
            service(WEB4, "rr", nat("10.9.0.9", 8080, 1)),
            service(WEB6, "rr", nat("fd09::9", 8080, 1)));
    try (var driver = KernelIpvsDriver.open(ModuleLoader.NONE);
        var fullNat = new FullNat()) {
      assertTrue(Reconciliation.of(driver, desired, _ -> true).isComplete());
      scene.play(fullNat);
    }
  }

  @Test
  void theServerSeesTheOutgoingInterfacesAddress() throws Throwable {
    asDirector(
        fullNat -> {
          assertEquals(
              Optional.empty(),
              fullNat.reconcile(
                  List.of(
                      new FullNatService(WEB4, List.of()), new FullNatService(WEB6, List.of()))));

          assertEquals("10.9.0.1\n10.9.0.1\n", ask("10.8.0.1", 2));
          assertEquals("fd09::1\nfd09::1\n", ask("fd08::1", 2));
        });
  }

  @Test
  void theServerSeesTheLocalAddressesInTurn() throws Throwable {
    asDirector(
        fullNat -> {
          assertEquals(
              Optional.empty(),
              fullNat.reconcile(
                  List.of(new FullNatService(WEB4, List.of(ip("10.9.0.1"), ip("10.9.0.2"))))));

          assertEquals(
              new TreeSet<>(List.of("10.9.0.1", "10.9.0.2")),
              new TreeSet<>(ask("10.8.0.1", 4).lines().toList()));
        });
  }

  @Test
  void withoutItTheAnswerDoesNotFindTheClient() throws Throwable {
    asDirector(
        fullNat -> {
          var result = client("10.8.0.1", 1);
          assertTrue(result.status() != 0 && result.err().contains("timed out"), result::toString);
        });
  }

  @Test
  void whatWasChangedIsTakenBack() throws Throwable {
    asDirector(
        fullNat -> {
          var before = CONNTRACK.value();
          fullNat.reconcile(List.of(new FullNatService(WEB4, List.of())));
          assertEquals(Optional.of("1"), CONNTRACK.value());
          assertTrue(Shell.output("iptables-legacy-save").contains("KEEPALIVED_FULLNAT"));

          assertEquals(Optional.empty(), fullNat.reconcile(List.of()));

          assertEquals(before, CONNTRACK.value());
          assertFalse(Shell.output("iptables-legacy-save").contains("KEEPALIVED_FULLNAT"));
        });
  }

  @Test
  void everyKindOfRuleIsTaken() throws Throwable {
    asDirector(
        fullNat -> {
          assertEquals(
              Optional.empty(),
              fullNat.reconcile(
                  List.of(
                      new FullNatService(tcp("10.8.0.1", 0), List.of(ip("10.9.0.1"))),
                      new FullNatService(WEB6, List.of(ip("fd09::1"), ip("fd09::2"))),
                      new FullNatService(new ServiceKey.ByMark(7, Family.IPV6), List.of()),
                      new FullNatService(
                          new ServiceKey.ByMark(0xFFFF_FFFFL, Family.IPV4),
                          List.of(ip("10.9.0.1"))))));
        });
  }

  private String ask(String address, int times) {
    var result = client(address, times);
    assertEquals(0, result.status(), result::toString);
    return result.out();
  }

  private Shell.Result client(String address, int times) {
    return Shell.run(client.inside("python3", "-c", CLIENT, address, Integer.toString(times)), "");
  }
}
