package keepalived.conf;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.host.HostFacts;

/// A machine whose facts are in tables: the machine on which the exit statuses were recorded.
record TableHost(Set<String> interfaces, Set<String> programs, Set<String> namespaces)
    implements HostFacts {

  /// The namespace in which the original ran: all interfaces are Ethernet and up.
  static TableHost recorded() {
    var names = new HashSet<String>();
    for (int i = 0; i <= 10; i++) {
      names.add("eth" + i);
    }
    for (int i = 12; i <= 17; i++) {
      names.add("bond0." + i);
    }
    names.addAll(
        Set.of(
            "lo", "ens3", "ens4", "ens18", "ens19", "ens32", "ens33", "ens160", "ens192", "ens224",
            "enp0s1", "enp0s3", "enp0s5", "enp0s8", "enp1s0", "enp2s0", "enp9s0", "enp6s18"));
    names.addAll(
        Set.of(
            "eno1",
            "eno2",
            "eno3",
            "em1",
            "em2",
            "bond0",
            "bond1",
            "wlan0",
            "br-lan",
            "br0",
            "vmbr0",
            "vlan1",
            "vlan8",
            "eth0.1",
            "eth0.53",
            "eth0.100"));
    return new TableHost(
        names,
        Set.of(
            "/bin/bash",
            "/bin/ping",
            "/bin/systemctl",
            "/bin/true",
            "/bin/false",
            "/bin/sh",
            "/usr/bin/curl",
            "/usr/bin/killall",
            "/usr/bin/logger",
            "/usr/bin/pgrep",
            "/usr/bin/true",
            "/usr/sbin/ip",
            "echo",
            "killall",
            "pidof",
            "true"),
        Set.of("low", "vm"));
  }

  @Override
  public Optional<NetworkInterface> networkInterface(String name) {
    return interfaces.contains(name) ? Optional.of(NetworkInterface.usual(name)) : Optional.empty();
  }

  @Override
  public boolean hasForeignInterface(String name) {
    return interfaces.contains(name);
  }

  @Override
  public ScriptStatus script(String program, boolean asRoot) {
    if (program.equals("/bin")) {
      return ScriptStatus.NOT_RUNNABLE;
    }
    return programs.contains(program) ? ScriptStatus.FINE : ScriptStatus.NOT_FOUND;
  }

  @Override
  public boolean userExists(String user) {
    return user.equals("root") || user.equals("nobody");
  }

  @Override
  public boolean groupExists(String group) {
    return group.equals("root");
  }

  @Override
  public boolean resolves(String host) {
    return host.equals("localhost");
  }

  @Override
  public boolean namespaceExists(String name) {
    return namespaces.contains(name);
  }

  @Override
  public int cpus() {
    return 2;
  }

  @Override
  public Map<String, Long> names(NameTable table) {
    return Map.of();
  }
}
