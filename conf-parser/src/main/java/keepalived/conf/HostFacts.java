package keepalived.conf;

import java.util.Map;
import java.util.Optional;

/// What the reader asks about the machine. Nothing here touches the network.
public interface HostFacts {

  /// A machine about which nothing is known: whatever a file names is taken to be there.
  HostFacts UNKNOWN = new UnknownHost();

  /// @param loopback refused for VRRP
  /// @param multicast can carry multicast adverts
  /// @param virtualMac is a macvlan or ipvlan
  /// @param mtu in bytes
  record NetworkInterface(
      String name,
      boolean loopback,
      boolean multicast,
      boolean ethernet,
      boolean virtualMac,
      int mtu) {

    /// What Ethernet carries in one frame, in bytes.
    public static final int USUAL_MTU = 1500;
  }

  /// What is wrong with running a program, if anything.
  enum ScriptStatus {
    FINE,
    NOT_FOUND,
    /// A directory, or a path through something that is none.
    NOT_RUNNABLE,
    /// Someone other than root could change what runs as root.
    INSECURE
  }

  /// Tables of names that iproute2 keeps.
  enum NameTable {
    ROUTING_TABLES("rt_tables"),
    PROTOCOLS("rt_protos"),
    SCOPES("rt_scopes"),
    REALMS("rt_realms"),
    DSFIELD("rt_dsfield"),
    GROUPS("group");

    private final String file;

    NameTable(String file) {
      this.file = file;
    }

    public String file() {
      return file;
    }
  }

  /// The interface of that name; empty when the machine has none.
  Optional<NetworkInterface> networkInterface(String name);

  /// Looks at a program; a name without slash is searched in PATH.
  ScriptStatus script(String program, boolean asRoot);

  boolean userExists(String user);

  boolean groupExists(String group);

  /// Whether a mail server's name can be resolved.
  boolean resolves(String host);

  /// Whether the network namespace can be entered.
  boolean namespaceExists(String name);

  /// CPUs of the machine.
  int cpus();

  /// Names beyond the built-in ones, with their numbers.
  Map<String, Long> names(NameTable table);
}
