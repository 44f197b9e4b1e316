package keepalived.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How programs in the field read the files that signals write, in our own words: the two
/// well-known Prometheus exporters (gen2brain's and mehdy's) parse the texts line by line.
final class PublishedParsers {

  private static final Set<String> STRICT_FIELDS =
      Set.of("Interface", "Last transition", "Virtual Router ID", "State", "Wantstate");
  private static final Set<String> FIELDS =
      Set.of("Interface", "Virtual Router ID", "State", "Wantstate", "Gratuitous ARP delay");
  private static final Set<String> STATES = Set.of("INIT", "BACKUP", "MASTER", "FAULT");

  private PublishedParsers() {}

  /// How gen2brain's exporter reads `keepalived.data`: an instance ends at the first line that is
  /// not `name = value` indented by three; the lines after it are lost.
  static Map<String, Map<String, String>> strictInstances(String data) {
    var found = new LinkedHashMap<String, Map<String, String>>();
    Map<String, String> current = null;
    for (String line : data.lines().toList()) {
      if (line.startsWith(" VRRP Instance") && line.contains("=")) {
        current = new LinkedHashMap<>();
        found.put(value(line, "="), current);
      } else if (current != null && line.startsWith("   ") && line.contains("=")) {
        keep(current, STRICT_FIELDS, name(line, "="), value(line, "="));
      } else if (!line.startsWith(" VRRP Version")) {
        current = null;
      }
    }
    return found;
  }

  /// How mehdy's exporter reads `keepalived.data`: lists are indented by five, under a line with a
  /// colon.
  static Map<String, Map<String, String>> instances(String data) {
    var found = new LinkedHashMap<String, Map<String, String>>();
    Map<String, String> current = null;
    String field = "";
    for (String line : data.lines().toList()) {
      if (line.startsWith(" VRRP Instance") && line.contains("=")) {
        current = new LinkedHashMap<>();
        found.put(value(line, "="), current);
      } else if (current != null && line.startsWith("     ")) {
        if (field.equals("Virtual IP") || field.startsWith("Virtual IP (")) {
          var words = line.strip().split(" ");
          current.merge("Virtual IP", words[0] + " on " + words[2], (a, b) -> a + ", " + b);
        }
      } else if (current != null && line.startsWith("   ")) {
        String separator = line.contains("=") ? "=" : ":";
        if (line.contains(separator)) {
          field = name(line, separator);
          keep(current, FIELDS, field, value(line, separator));
        }
      } else if (!line.startsWith(" VRRP Version") && !line.startsWith(" VRRP Script")) {
        current = null;
      }
    }
    return found;
  }

  /// How mehdy's exporter reads the tracked scripts in `keepalived.data`.
  static Map<String, Map<String, String>> scripts(String data) {
    var found = new LinkedHashMap<String, Map<String, String>>();
    Map<String, String> current = null;
    for (String line : data.lines().toList()) {
      if (line.startsWith(" VRRP Script") && line.contains("=")) {
        current = new LinkedHashMap<>();
        found.put(value(line, "="), current);
      } else if (current != null && line.startsWith("   ")) {
        if (line.contains("=")) {
          keep(current, Set.of("Status", "State"), name(line, "="), value(line, "="));
        }
      } else {
        current = null;
      }
    }
    return found;
  }

  /// How both read `keepalived.stats`: sections end in a colon, their counters are indented by
  /// four, those without a section by two. Every counter is a whole number.
  static Map<String, List<String>> statistics(String stats) {
    var found = new LinkedHashMap<String, List<String>>();
    List<String> current = List.of();
    String section = "";
    for (String line : stats.lines().toList()) {
      if (line.startsWith("VRRP Instance") && line.contains(":")) {
        current = new ArrayList<>();
        found.put(value(line, ":"), current);
      } else if (line.startsWith("  ") && line.endsWith(":")) {
        section = name(line, ":");
      } else if (line.startsWith("    ") && !section.isEmpty()) {
        Long.parseLong(value(line, ":"));
        current.add(section + "/" + name(line, ":"));
      } else if (line.startsWith("  ")) {
        Long.parseLong(value(line, ":"));
        section = "";
        current.add(name(line, ":"));
      }
    }
    return found;
  }

  private static void keep(
      Map<String, String> into, Set<String> wanted, String name, String value) {
    if (!wanted.contains(name)) {
      return;
    }
    switch (name) {
      case "Virtual Router ID", "Gratuitous ARP delay" -> Integer.parseInt(value);
      case "Last transition" -> Double.parseDouble(value.split(" ")[0]);
      case "Wantstate" -> known(value);
      default -> {}
    }
    into.put(name, value);
  }

  private static void known(String state) {
    if (!STATES.contains(state)) {
      throw new IllegalArgumentException("no state that exporters know: " + state);
    }
  }

  private static String name(String line, String separator) {
    return line.strip().split(separator, -1)[0].strip();
  }

  /// The value up to the next separator, as the exporters cut it.
  private static String value(String line, String separator) {
    return line.strip().split(separator, -1)[1].strip();
  }
}
