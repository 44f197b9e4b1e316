package keepalived.operations;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import keepalived.lab.compare.Snapshot;

/// What the lines of a dump file name, section by section: `Rise` in `VRRP Scripts`.
final class DumpKeys {

  private DumpKeys() {}

  /// Each section is a part, each key of it a line, in the order of the alphabet.
  ///
  /// @param below lines indented this far belong to the line above, and are none of their own
  static Snapshot of(List<String> lines, int below) {
    var keys = new TreeMap<String, TreeSet<String>>();
    String section = "";
    for (String line : lines) {
      if (line.strip().startsWith("------<")) {
        section = line.replaceAll("[-<>]", "").strip();
      } else if (!line.startsWith(" ".repeat(below))) {
        keys.computeIfAbsent(section, _ -> new TreeSet<>())
            .add(line.strip().replaceAll("( =|:| :|,| \\(| -?\\d|\\.\\d).*", ""));
      }
    }
    var snapshot = Snapshot.EMPTY;
    for (var each : keys.entrySet()) {
      snapshot = snapshot.with(each.getKey(), List.copyOf(each.getValue()));
    }
    return snapshot;
  }
}
