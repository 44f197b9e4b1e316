package keepalived.conf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.conf.host.HostFacts;
import keepalived.conf.reader.ConfigReader;

/// The directories of the test files, and whether to write expectations again (`-Dupdate`).
final class TestFiles {

  static final Path RESOURCES = Path.of("src/test/resources");
  static final boolean UPDATE = System.getProperty("update") != null;

  private TestFiles() {}

  static List<Path> configs(String directory) {
    try (var files = Files.list(RESOURCES.resolve(directory))) {
      return files.filter(f -> f.toString().endsWith(".conf")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a table of two columns, separated by a tab. Lines with `#` are comments.
  static Map<String, String> table(Path file) {
    var rows = new LinkedHashMap<String, String>();
    for (String line : read(file).lines().toList()) {
      String[] columns = line.split("\t", 2);
      if (!line.startsWith("#") && columns.length == 2) {
        rows.put(columns[0], columns[1]);
      }
    }
    return rows;
  }

  static ConfigReader.Result read(Path file, HostFacts host) {
    return ConfigReader.read(file, ConfigReader.Options.of("vm").host(host));
  }
}
