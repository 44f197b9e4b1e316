package keepalived.operations;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the lines of a dump file name, section by section: `VRRP Scripts: Rise`.
final class DumpKeys {

  private DumpKeys() {}

  /// @param below lines indented this far belong to the line above, and are none of their own
  /// @param leftOut sections that are not looked at
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
