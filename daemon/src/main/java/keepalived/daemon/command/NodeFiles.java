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

/// The configuration files named on the command line of a command, one for each node.
final class NodeFiles {

  private NodeFiles() {}

  /// Reads all files without knowledge of the machines they are for.
  ///
  /// @return the configurations by node name, in the given order; empty after printing the errors
  ///   of a file
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

  /// Reads one file in the same way, and prints its diagnostics.
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

  /// `alpha` for `alpha.conf`; includes the directory when another file has the same name.
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
