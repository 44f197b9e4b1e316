package keepalived.interop;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import keepalived.lab.Await;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// FRR's vrrpd on a machine: it needs zebra and a macvlan with the virtual router MAC.
final class FrrRouter {

  private FrrRouter() {}

  static Program start(Machine machine, Cell.Dialect dialect, int priority) {
    boolean v6 = dialect.family() == Cell.Family.IPV6;
    machine.mustRun("mkdir", "-p", "/run/frr", "/run/frr/etc");
    machine.mustRun("chown", "frr:frr", "/run/frr", "/run/frr/etc");
    if (machine.status("ip", "link", "show", "vrrp51") != 0) {
      String mac = "00:00:5e:00:0" + (v6 ? 2 : 1) + ":33";
      machine.mustRun(
          "ip", "link", "add", "vrrp51", "link", "eth0", "type", "macvlan", "mode", "bridge");
      machine.mustRun("ip", "link", "set", "vrrp51", "addrgenmode", "none");
      machine.mustRun("ip", "link", "set", "vrrp51", "address", mac);
      machine.mustRun("ip", "addr", "add", v6 ? "fe80::100/64" : "10.9.0.100/24", "dev", "vrrp51");
      machine.mustRun("ip", "link", "set", "vrrp51", "up");
    }
    machine.write(
        "frr.conf",
        """
        log stdout
        interface eth0
         vrrp 51 version %d
         vrrp 51 priority %d
         vrrp 51 advertisement-interval 1000
         %s
        """
            .formatted(
                dialect.version(),
                priority,
                v6 ? "vrrp 51 ipv6 fe80::100" : "vrrp 51 ip 10.9.0.100"));
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

  private static String vtysh(Machine machine, String... commands) {
    var words = new ArrayList<>(List.of("vtysh", "--vty_socket", "/run/frr"));
    for (String command : commands) {
      words.add("-c");
      words.add(command);
    }
    return machine.run(words.toArray(String[]::new));
  }

  static boolean isMaster(Machine machine, Cell.Dialect dialect) {
    String wanted = dialect.family() == Cell.Family.IPV6 ? "status (v6)" : "status (v4)";
    return vtysh(machine, "show vrrp interface eth0")
        .lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .anyMatch(line -> line.contains(wanted) && line.contains("master"));
  }

  static void priority(Machine machine, Cell.Dialect dialect, int priority) {
    vtysh(machine, "configure terminal", "interface eth0", "vrrp 51 priority " + priority);
  }

  /// FRR's orderly stop: removes the virtual router from the configuration.
  static void stop(Machine machine, Cell.Dialect dialect) {
    vtysh(
        machine, "configure terminal", "interface eth0", "no vrrp 51 version " + dialect.version());
  }

  static void kill(Machine machine) {
    machine.run("pkill", "-KILL", "-x", "zebra");
  }
}
