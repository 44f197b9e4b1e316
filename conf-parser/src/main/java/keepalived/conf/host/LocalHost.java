package keepalived.conf.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.text.Numbers;
import keepalived.core.net.IpAddress;

/// This machine. Its interfaces come from the kernel through [Interfaces]; everything else is read
/// from files.
public final class LocalHost implements HostFacts {

  /// The kernel's interfaces in a network namespace; an empty namespace means that of this program.
  public interface Interfaces {

    Set<String> names(Optional<String> namespace);

    /// Whether the interface is Ethernet and neither a macvlan nor an ipvlan.
    boolean isForeign(Optional<String> namespace, String name);

    /// The MTU of the interface in bytes.
    int mtu(Optional<String> namespace, String name);
  }

  /// The kernel makes one loopback device in each namespace and gives it this name.
  private static final String LOOPBACK = "lo";

  private final Interfaces kernel;
  private final Optional<String> namespace;
  private final boolean fixed;
  private final Map<NameTable, Map<String, Long>> names = new EnumMap<>(NameTable.class);
  private Optional<Set<String>> interfaces = Optional.empty();
  private Set<IpAddress> addresses = Set.of();

  /// @param namespace the network namespace that the command line names; it overrides that of the
  ///   file
  public LocalHost(Interfaces kernel, Optional<String> namespace) {
    this(kernel, namespace, namespace.isPresent());
  }

  private LocalHost(Interfaces kernel, Optional<String> namespace, boolean fixed) {
    this.kernel = kernel;
    this.namespace = namespace;
    this.fixed = fixed;
  }

  @Override
  public HostFacts inNamespace(String name) {
    // The addresses are those of the namespace of this program, so the new object has none.
    return fixed ? this : new LocalHost(kernel, Optional.of(name), false);
  }

  @Override
  public Optional<NetworkInterface> networkInterface(String name) {
    return interfaces().contains(name)
        ? Optional.of(
            new NetworkInterface(name, name.equals(LOOPBACK), () -> kernel.mtu(namespace, name)))
        : Optional.empty();
  }

  private Set<String> interfaces() {
    if (interfaces.isEmpty()) {
      interfaces = Optional.of(kernel.names(namespace));
    }
    return interfaces.get();
  }

  @Override
  public boolean hasForeignInterface(String name) {
    return interfaces().contains(name) && kernel.isForeign(namespace, name);
  }

  /// The same machine with known addresses of its interfaces.
  public LocalHost owning(Set<IpAddress> own) {
    var host = new LocalHost(kernel, namespace, fixed);
    host.addresses = Set.copyOf(own);
    return host;
  }

  @Override
  public Set<IpAddress> addresses() {
    return addresses;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException absent) {
      return "";
    }
  }

  @Override
  public ScriptStatus script(String program, boolean asRoot) {
    if (program.indexOf('/') < 0) {
      return inPath(program).map(found -> status(found, asRoot)).orElse(ScriptStatus.NOT_FOUND);
    }
    return status(Path.of(program), asRoot);
  }

  private static Optional<Path> inPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    for (String directory : path.split(":")) {
      Path file = Path.of(directory.isEmpty() ? "." : directory, program);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static ScriptStatus status(Path program, boolean asRoot) {
    if (!Files.exists(program)) {
      return ScriptStatus.NOT_FOUND;
    }
    if (!Files.isRegularFile(program)) {
      return ScriptStatus.NOT_RUNNABLE;
    }
    if (asRoot && !secure(program)) {
      return ScriptStatus.INSECURE;
    }
    return executable(program) ? ScriptStatus.FINE : ScriptStatus.NOT_EXECUTABLE;
  }

  /// Whether at least one executable bit is set, which is enough for root.
  private static boolean executable(Path program) {
    try {
      return ((Integer) Files.getAttribute(program, "unix:mode") & 0111) != 0;
    } catch (IOException unreadable) {
      return true;
    }
  }

  /// Whether only root can change the file and the directories above it. A directory with the
  /// sticky bit may be writable.
  private static boolean secure(Path program) {
    try {
      Path real = program.toRealPath();
      if (!rootOnly(real, false)) {
        return false;
      }
      for (Path at = real.getParent(); at != null; at = at.getParent()) {
        if (!rootOnly(at, true)) {
          return false;
        }
      }
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean rootOnly(Path path, boolean directory) throws IOException {
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int group = (Integer) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    boolean sticky = directory && (mode & 01000) != 0;
    boolean othersWrite = (mode & 02) != 0 && !sticky;
    boolean groupWrites = (mode & 020) != 0 && group != 0 && !sticky;
    return owner == 0 && !othersWrite && !groupWrites;
  }

  @Override
  public boolean userExists(String user) {
    return listed("/etc/passwd", user);
  }

  @Override
  public boolean groupExists(String group) {
    return listed("/etc/group", group);
  }

  /// Whether the first column of the file has this name. Numbers are not looked up, as in the
  /// original.
  private static boolean listed(String file, String wanted) {
    return text(Path.of(file))
        .lines()
        .map(line -> line.split(":", -1))
        .anyMatch(columns -> columns[0].equals(wanted));
  }

  @Override
  public boolean resolves(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  @Override
  public boolean namespaceExists(String name) {
    return fixed || (name.indexOf('/') < 0 && Files.exists(Path.of("/run/netns", name)));
  }

  @Override
  public int cpus() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public Map<String, Long> names(NameTable table) {
    return names.computeIfAbsent(table, LocalHost::readNames);
  }

  private static Map<String, Long> readNames(NameTable table) {
    var result = new HashMap<String, Long>();
    for (String base : List.of("/usr/lib/iproute2", "/usr/share/iproute2", "/etc/iproute2")) {
      readNames(Path.of(base, table.file()), result);
      for (Path extra : confFiles(Path.of(base, table.file() + ".d"))) {
        readNames(extra, result);
      }
    }
    return result;
  }

  private static List<Path> confFiles(Path directory) {
    var files = new ArrayList<Path>();
    if (Files.isDirectory(directory)) {
      try (var entries = Files.newDirectoryStream(directory, "*.conf")) {
        entries.forEach(files::add);
      } catch (IOException | DirectoryIteratorException unreadable) {
        return List.of();
      }
    }
    files.sort(null);
    return files;
  }

  private static void readNames(Path file, Map<String, Long> result) {
    for (String line : text(file).lines().toList()) {
      String[] words = line.replaceFirst("#.*", "").strip().split("[ \t]+");
      if (words.length >= 2) {
        Numbers.anyBase(words[0]).ifPresent(n -> result.put(words[1], n));
      }
    }
  }
}
