package keepalived.conf.host;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import keepalived.core.net.IpAddress;

/// What the reader needs to know about the machine. Nothing here touches the network.
public interface HostFacts {

  /// An unknown machine: everything that a file names counts as present.
  HostFacts UNKNOWN = new UnknownHost();

  /// @param loopback refused for VRRP
  /// @param mtu in bytes; read from the kernel only when it is needed
  record NetworkInterface(String name, boolean loopback, IntSupplier mtu) {

    /// What Ethernet carries in one frame, in bytes.
    public static final int USUAL_MTU = 1500;

    /// An interface like any other.
    public static NetworkInterface usual(String name) {
      return new NetworkInterface(name, name.equals("lo"), () -> USUAL_MTU);
    }
  }

  /// What is wrong with running a program, if anything.
  enum ScriptStatus {
    FINE,
    NOT_FOUND,
    /// A directory, or a path through something that is none.
    NOT_RUNNABLE,
    /// A file without an executable bit.
    NOT_EXECUTABLE,
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

  /// This machine as it looks from inside a network namespace, for a file that runs in one. The
  /// same where interfaces are not known by namespace.
  default HostFacts inNamespace(String name) {
    return this;
  }

  /// The interface of that name; empty when the machine has none.
  Optional<NetworkInterface> networkInterface(String name);

  /// Whether there is an Ethernet interface of that name that is none of ours: neither a macvlan
  /// nor an ipvlan.
  boolean hasForeignInterface(String name);

  /// Looks at a program; a name without slash is searched in PATH.
  ScriptStatus script(String program, boolean asRoot);

  boolean userExists(String user);

  boolean groupExists(String group);

  /// Whether a mail server's name can be resolved.
  boolean resolves(String host);

  /// Whether there is the network namespace a file names; yes where what it names does not count.
  boolean namespaceExists(String name);

  /// The addresses of the machine's interfaces; none where they are not looked at.
  default Set<IpAddress> addresses() {
    return Set.of();
  }

  /// CPUs of the machine.
  int cpus();

  /// Names beyond the built-in ones, with their numbers.
  Map<String, Long> names(NameTable table);
}
