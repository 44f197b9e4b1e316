package keepalived.daemon.dump;

import java.nio.file.Path;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;

/// The paths of the dumps (keepalived.conf(5): `state_dump_file`, `stats_dump_file`,
/// `json_dump_file`, `data_use_instance`).
public final class DumpNames {

  private final Path directory;
  private final Optional<String> stateFile;
  private final Optional<String> statsFile;
  private final Optional<String> jsonFile;
  private final String suffix;

  /// @param directory of temporary files
  /// @param namespace the network namespace of the daemon, when it differs from the one it was
  ///   started in
  public DumpNames(Path directory, GlobalSettings global, Optional<String> namespace) {
    this.directory = directory;
    this.stateFile = global.dumps().stateFile();
    this.statsFile = global.dumps().statsFile();
    this.jsonFile = global.dumps().jsonFile();
    var text = new StringBuilder();
    if (global.dumps().useInstance()) {
      namespace.ifPresent(name -> text.append('_').append(name));
      global.process().instance().ifPresent(name -> text.append('_').append(name));
    }
    this.suffix = text.toString();
  }

  /// The path of a part's state.
  ///
  /// @param part empty for VRRP, otherwise `_check` or `_parent`
  public Path state(String part) {
    return named(stateFile, part, ".data");
  }

  public Path statistics() {
    return named(statsFile, "", ".stats");
  }

  public Path json() {
    return named(jsonFile, "", ".json");
  }

  /// The usual name in the configured directory when that ends with a slash; otherwise the
  /// configured name, with part and instance inserted before the extension.
  private Path named(Optional<String> wanted, String part, String usual) {
    if (wanted.isEmpty()) {
      return directory.resolve("keepalived" + part + suffix + usual);
    }
    String file = wanted.get();
    if (file.endsWith("/")) {
      return directory.resolve(file).resolve("keepalived" + part + suffix + usual);
    }
    Path given = directory.resolve(file);
    String name = given.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String extension = dot < 0 ? "" : name.substring(dot);
    return given.resolveSibling(stem + part + suffix + extension);
  }
}
