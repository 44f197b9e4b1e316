package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The daemon uses the interfaces of the network namespace that it runs in or enters; /sys may show
/// those of another one, in which it was mounted.
@Tag("linux")
class NamespaceTest {

  private static final String FILE = "/etc/keepalived/keepalived.conf";

  private static final String LINKS =
      "ip link add v0 type veth peer name v1 && ip link set v0 up && ip link set v1 up"
          + " && ip addr add 10.8.0.1/24 dev v0";

  private static final String IN_GREEN = "net_namespace green\n";

  private static String on(String link) {
    return Operated.one("").replace("interface eth0", "interface " + link);
  }

  /// Runs a command in a new network namespace on the file systems of the machine, as `nsenter -n`
  /// and systemd's NetworkNamespacePath do.
  private static String[] unshared(String... command) {
    var words =
        new ArrayList<>(List.of("unshare", "-n", "sh", "-c", LINKS + " && exec \"$@\"", "sh"));
    words.addAll(List.of(command));
    return words.toArray(String[]::new);
  }

  @Test
  void sysOfAnotherNamespaceDoesNotCount() {
    try (var router = new Operated()) {
      router.configure(on("v0"));
      router.machine.write("outside.conf", on("eth0"));
      for (var program : Keepalived.values()) {
        String path = program.program();
        assertEquals(0, router.machine.status(unshared(path, "-t", "-f", FILE)), path);
        String[] outside = unshared(path, "-t", "-f", "/etc/keepalived/outside.conf");
        assertEquals(5, router.machine.status(outside), path);
      }
      var words = unshared(Keepalived.OURS.program(), "-n", "-l", "-D", "-f", FILE);
      var daemon = router.machine.start(words);
      router.await(daemon, "Entering MASTER STATE");
      Await.until("the address", () -> addresses(router, daemon).contains(" 10.9.0.100/24 "));
      assertFalse(router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  private static String addresses(Operated router, Program daemon) {
    String pid = Long.toString(daemon.pidInside());
    return router.machine.run("nsenter", "-n", "-t", pid, "ip", "-o", "addr");
  }

  @Test
  void namespaceOfTheFile() {
    try (var router = new Operated()) {
      router.machine.mustRun("ip", "netns", "add", "green");
      router.machine.mustRun("nsenter", "--net=/run/netns/green", "sh", "-c", LINKS);
      router.configure(IN_GREEN + on("v0"));
      router.machine.write("outside.conf", IN_GREEN + on("eth0"));
      router.machine.write("plain.conf", on("v0"));
      for (var program : Keepalived.values()) {
        String path = program.program();
        assertEquals(0, test(router, path, "keepalived"), path);
        assertEquals(5, test(router, path, "outside"), path);
        assertEquals(5, test(router, path, "plain"), path);
        assertEquals(0, test(router, path, "plain", "-s", "green"), path);
        assertEquals(0, test(router, path, "outside", "-s", "none"), path);
      }
      var daemon = router.start();
      router.await(daemon, "Entering MASTER STATE");
      Await.until("the address", () -> green(router).contains(" 10.9.0.100/24 "));
      assertFalse(router.machine.has("10.9.0.100"));

      router.configure(IN_GREEN + on("v0").replace(".100/24", ".101/24"));
      daemon.signal("HUP");
      Await.until("the other address", () -> green(router).contains(" 10.9.0.101/24 "));
      assertEquals(0, daemon.stop(), daemon.output());
      assertTrue(daemon.output().contains("Reloading"), daemon.output());
    }
  }

  private static int test(Operated router, String program, String file, String... more) {
    var words = new ArrayList<>(List.of(program, "-t", "-f", "/etc/keepalived/" + file + ".conf"));
    words.addAll(List.of(more));
    return router.machine.status(words.toArray(String[]::new));
  }

  private static String green(Operated router) {
    return router.machine.run("ip", "-n", "green", "-o", "addr");
  }
}
