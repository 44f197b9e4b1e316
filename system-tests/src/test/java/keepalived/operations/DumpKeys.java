package keepalived.operations;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The names of the lines in a dump file, section by section: `VRRP Scripts: Rise`.
final class DumpKeys {

  private DumpKeys() {}

  /// @param below lines with this indent belong to the line above and have no name of their own
  /// @param leftOut sections that are not compared
  static Set<String> of(List<String> lines, int below, Set<String> leftOut) {
    var keys = new TreeSet<String>();
    String section = "";
    for (String line : lines) {
      if (line.strip().startsWith("------<")) {
        section = line.replaceAll("[-<>]", "").strip();
      } else if (!line.startsWith(" ".repeat(below)) && !leftOut.contains(section)) {
        keys.add(section + ": " + line.strip().replaceAll("( =|:| :|,| \\(| -?\\d|\\.\\d).*", ""));
      }
    }
    return keys;
  }

  static Set<String> without(Set<String> all, Set<String> others) {
    var rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }
}
