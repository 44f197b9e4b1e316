package keepalived.interop;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import keepalived.lab.Await;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// FRR's vrrpd on a machine: it needs zebra and a macvlan with the virtual router MAC.
final class FrrRouter {

  private FrrRouter() {}

  static Program start(Machine machine, List<Dialect> dialects, int priority) {
    machine.mustRun("mkdir", "-p", "/run/frr", "/run/frr/etc");
    machine.mustRun("chown", "frr:frr", "/run/frr", "/run/frr/etc");
    dialects.forEach(dialect -> addInterface(machine, dialect));
    var configuration = new StringBuilder("log stdout\ninterface eth0\n");
    dialects.forEach(dialect -> configuration.append(virtualRouter(dialect, priority)));
    machine.write("frr.conf", configuration.toString());
    machine.start(
        "/usr/lib/frr/zebra",
        "-N",
        "lab",
        "-i",
        "/run/frr/zebra.pid",
        "-z",
        "/run/frr/z.api",
        "--vty_socket",
        "/run/frr",
        "-u",
        "frr",
        "-g",
        "frr",
        "-f",
        "/dev/null",
        "--log",
        "stdout");
    Await.until("zebra runs", () -> Files.exists(machine.file("/run/frr/z.api")));
    var vrrpd =
        machine.start(
            "/usr/lib/frr/vrrpd",
            "-N",
            "lab",
            "-i",
            "/run/frr/vrrpd.pid",
            "-z",
            "/run/frr/z.api",
            "--vty_socket",
            "/run/frr",
            "-u",
            "frr",
            "-g",
            "frr",
            "-f",
            "/etc/keepalived/frr.conf",
            "--log",
            "stdout");
    Await.until("vrrpd runs", () -> Files.exists(machine.file("/run/frr/vrrpd.vty")));
    return vrrpd;
  }

  private static void addInterface(Machine machine, Dialect dialect) {
    String name = "vrrp" + dialect.vrid();
    String mac = "00:00:5e:00:0%d:%02x".formatted(dialect.v6() ? 2 : 1, dialect.vrid());
    machine.ip("link", "add", name, "link", "eth0", "type", "macvlan", "mode", "bridge");
    machine.ip("link", "set", name, "addrgenmode", "none", "address", mac);
    machine.ip("addr", "add", dialect.address() + "/" + dialect.prefixLength(), "dev", name);
    machine.ip("link", "set", name, "up");
  }

  private static String virtualRouter(Dialect dialect, int priority) {
    return """
     vrrp %1$d version %2$d
     vrrp %1$d priority %3$d
     vrrp %1$d advertisement-interval 1000
     vrrp %1$d %4$s %5$s
    """
        .formatted(
            dialect.vrid(),
            dialect.version(),
            priority,
            dialect.v6() ? "ipv6" : "ip",
            dialect.address());
  }

  private static String vtysh(Machine machine, String... commands) {
    var words = new ArrayList<>(List.of("vtysh", "--vty_socket", "/run/frr"));
    for (String command : commands) {
      words.add("-c");
      words.add(command);
    }
    return machine.run(words.toArray(String[]::new));
  }

  static boolean isMaster(Machine machine, Dialect dialect) {
    String wanted = dialect.v6() ? "status (v6)" : "status (v4)";
    return vtysh(machine, "show vrrp interface eth0 " + dialect.vrid())
        .lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .anyMatch(line -> line.contains(wanted) && line.contains("master"));
  }

  static void priority(Machine machine, List<Dialect> dialects, int priority) {
    configure(
        machine, dialects, dialect -> "vrrp %d priority %d".formatted(dialect.vrid(), priority));
  }

  /// FRR's orderly stop: removes the virtual routers from the configuration.
  static void stop(Machine machine, List<Dialect> dialects) {
    configure(
        machine,
        dialects,
        dialect -> "no vrrp %d version %d".formatted(dialect.vrid(), dialect.version()));
  }

  private static void configure(
      Machine machine, List<Dialect> dialects, Function<Dialect, String> command) {
    var commands = new ArrayList<>(List.of("configure terminal", "interface eth0"));
    dialects.stream().map(command).forEach(commands::add);
    vtysh(machine, commands.toArray(String[]::new));
  }

  static void kill(Machine machine) {
    machine.run("pkill", "-KILL", "-x", "zebra");
  }
}
