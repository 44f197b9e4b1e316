package keepalived.ipvs.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Golden bytes from a resource: a name on its own line, then indented hex; `#` starts a comment.
final class Vectors {

  private final Map<String, byte[]> byName = new LinkedHashMap<>();

  static Vectors read(String resource) {
    try (var in = Vectors.class.getResourceAsStream(resource)) {
      var vectors = new Vectors();
      var name = "";
      var hex = new StringBuilder();
      for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("  ")) {
          hex.append(line.strip());
        } else if (!line.isBlank() && !line.startsWith("#")) {
          vectors.add(name, hex);
          name = line;
        }
      }
      vectors.add(name, hex);
      return vectors;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void add(String name, StringBuilder hex) {
    if (!name.isEmpty()) {
      byName.put(name, HexFormat.of().parseHex(hex));
    }
    hex.setLength(0);
  }

  byte[] get(String name) {
    if (!byName.containsKey(name)) {
      throw new IllegalArgumentException("no vector " + name + " in " + byName.keySet());
    }
    return byName.get(name).clone();
  }

  Map<String, byte[]> all() {
    return byName;
  }
}
