package keepalived.conf;

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
import keepalived.conf.schema.Numbers;

/// This machine, read from /sys, /etc and the file system.
public final class LocalHost implements HostFacts {

  private static final Path INTERFACES = Path.of("/sys/class/net");
  private static final int LOOPBACK = 0x8;
  private static final int MULTICAST = 0x1000;
  private static final long ETHERNET = 1;

  private final Map<NameTable, Map<String, Long>> names = new EnumMap<>(NameTable.class);
  private final Map<String, Optional<NetworkInterface>> interfaces = new HashMap<>();

  @Override
  public Optional<NetworkInterface> networkInterface(String name) {
    return interfaces.computeIfAbsent(name, LocalHost::readInterface);
  }

  private static Optional<NetworkInterface> readInterface(String name) {
    boolean plausible = !name.isEmpty() && name.indexOf('/') < 0 && !name.startsWith(".");
    if (!plausible || !Files.exists(INTERFACES.resolve(name))) {
      return Optional.empty();
    }
    Path directory = INTERFACES.resolve(name);
    int flags = number(directory.resolve("flags")).intValue();
    boolean virtualMac = text(directory.resolve("uevent")).contains("DEVTYPE=macvlan");
    return Optional.of(
        new NetworkInterface(
            name,
            (flags & LOOPBACK) != 0,
            (flags & MULTICAST) != 0,
            number(directory.resolve("type")) == ETHERNET,
            virtualMac,
            number(directory.resolve("mtu")).intValue()));
  }

  private static Long number(Path file) {
    return Numbers.anyBase(text(file).strip()).orElse(0L);
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
    return asRoot && !secure(program) ? ScriptStatus.INSECURE : ScriptStatus.FINE;
  }

  /// Whether only root can change the file and every directory above it; sticky ones are fine.
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

  /// A name in the first column; numbers are not looked up, as in the original.
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
    return name.indexOf('/') < 0 && Files.exists(Path.of("/run/netns", name));
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
