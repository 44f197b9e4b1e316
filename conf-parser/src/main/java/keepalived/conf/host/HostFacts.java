package keepalived.conf.host;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import keepalived.core.net.IpAddress;

/// Facts about the machine that the reader needs. Only [#resolves] may use the network.
public interface HostFacts {

  /// An unknown machine: everything that a file names counts as existing.
  HostFacts UNKNOWN = new UnknownHost();

  /// @param loopback whether it is the loopback device, which VRRP refuses
  /// @param mtu in bytes; the kernel is queried only when the value is needed
  record NetworkInterface(String name, boolean loopback, IntSupplier mtu) {

    /// The MTU of Ethernet, in bytes.
    public static final int USUAL_MTU = 1500;

    /// An interface with the usual MTU.
    public static NetworkInterface usual(String name) {
      return new NetworkInterface(name, name.equals("lo"), () -> USUAL_MTU);
    }
  }

  /// Whether a program can run, or why not.
  enum ScriptStatus {
    FINE,
    NOT_FOUND,
    /// The path is not a regular file.
    NOT_RUNNABLE,
    /// No executable bit is set.
    NOT_EXECUTABLE,
    /// The program would run as root, but another user could change it.
    INSECURE
  }

  /// The files of iproute2 that give names to numbers.
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

  /// This machine inside a network namespace, for a file that names one. The same object when it
  /// does not distinguish namespaces.
  default HostFacts inNamespace(String name) {
    return this;
  }

  /// The interface with this name. Empty when the machine has none.
  Optional<NetworkInterface> networkInterface(String name);

  /// Whether an Ethernet interface with this name exists that this program did not make: it is
  /// neither a macvlan nor an ipvlan.
  boolean hasForeignInterface(String name);

  /// Checks a program. A name without a slash is searched for in PATH.
  ///
  /// @param asRoot whether it would run as root, so that its owner and permissions are checked too
  ScriptStatus script(String program, boolean asRoot);

  boolean userExists(String user);

  boolean groupExists(String group);

  /// Whether the name of a mail server can be resolved. This may wait for DNS.
  boolean resolves(String host);

  /// Whether the network namespace that a file names exists. Also true when the command line names
  /// the namespace, because the name in the file is not used then.
  boolean namespaceExists(String name);

  /// The addresses of the machine's interfaces. Empty when they are not known.
  default Set<IpAddress> addresses() {
    return Set.of();
  }

  /// The number of CPUs.
  int cpus();

  /// The names that the files of iproute2 define, with their numbers.
  Map<String, Long> names(NameTable table);
}
