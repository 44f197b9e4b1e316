package keepalived.daemon.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.conf.diagnostic.DiagnosticText;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;

/// The configuration files a command names, one for each node.
final class NodeFiles {

  private NodeFiles() {}

  /// Reads all files as if nothing were known of the machine they are for.
  ///
  /// @return by node name, in the order given; empty after saying what is wrong with one
  static Optional<Map<String, Config>> read(List<String> paths, PrintStream err) {
    var configs = new LinkedHashMap<String, Config>();
    for (String path : paths) {
      String name = name(path, paths);
      var result = read(path, name, err);
      if (!result.startable()) {
        return Optional.empty();
      }
      configs.put(name, result.config());
    }
    return Optional.of(configs);
  }

  /// One file, read the same way; what is wrong with it is printed.
  static ConfigReader.Result read(String path, PrintStream err) {
    return read(path, base(path), err);
  }

  private static ConfigReader.Result read(String path, String name, PrintStream err) {
    var result = ConfigReader.read(Path.of(path), ConfigReader.Options.of(name));
    var serious =
        result.diagnostics().stream()
            .filter(d -> d.severity().compareTo(Severity.WARNING) < 0)
            .toList();
    err.print(DiagnosticText.render(serious));
    return result;
  }

  /// `alpha` for `alpha.conf`; with its directory when another file has the same name.
  private static String name(String path, List<String> all) {
    String own = base(path);
    boolean unique = all.stream().filter(other -> base(other).equals(own)).count() == 1;
    return unique ? own : path;
  }

  private static String base(String path) {
    String file = Path.of(path).getFileName().toString();
    return file.endsWith(".conf") ? file.substring(0, file.length() - 5) : file;
  }
}
