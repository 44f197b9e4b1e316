package keepalived.daemon.control;

import java.nio.file.Path;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.daemon.cli.Options;

/// Where the sockets of a daemon are, so that several daemons live on one host.
public final class SocketNames {

  /// The socket of a daemon without names of its own.
  public static final Path STATUS = Path.of("/run/keepalived/status.sock");

  private SocketNames() {}

  /// The status socket: in `/run/keepalived`, with the network namespace as a directory below it,
  /// and the instance or `-i` in its name. A daemon whose pid file is in a directory of its own has
  /// the socket beside it.
  public static Path status(Options options, GlobalSettings.Process process) {
    Path home = STATUS.getParent();
    String name = "status";
    if (options.pidFiles().parent().isPresent()) {
      Path file = Path.of(options.pidFiles().parent().get()).toAbsolutePath().normalize();
      String stem = file.getFileName().toString().replaceFirst("\\.pid$", "");
      if (!isUsual(file.getParent())) {
        return file.resolveSibling(stem + ".status.sock");
      }
      name += stem.equals("keepalived") ? "" : "-" + stem;
    }
    var namespace = options.namespace().or(process::netNamespace);
    Optional<String> label = process.instance().or(options::configId);
    return namespace
        .map(home::resolve)
        .orElse(home)
        .resolve(name + label.map(l -> "_" + l.replace('/', '_')).orElse("") + ".sock");
  }

  private static boolean isUsual(Path directory) {
    return directory.equals(Path.of("/run"))
        || directory.equals(Path.of("/var/run"))
        || directory.equals(STATUS.getParent());
  }
}
