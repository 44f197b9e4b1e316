package keepalived.tidy;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which packages of a set of classes use which, from the class files.
///
/// @param uses for each package the packages of the same set that it uses, by internal name
record PackageGraph(Map<String, Set<String>> uses) {

  private static final Pattern DESCRIPTOR = Pattern.compile("L(keepalived/[\\w/]+)/[\\w$]+[;<]");

  static PackageGraph of(List<ClassModel> classes) {
    var uses = new TreeMap<String, Set<String>>();
    for (var model : classes) {
      uses.computeIfAbsent(packageOf(model.thisClass().asInternalName()), p -> new TreeSet<>());
    }
    for (var model : classes) {
      String own = packageOf(model.thisClass().asInternalName());
      for (String used : packagesIn(model)) {
        if (!used.equals(own) && uses.containsKey(used)) {
          uses.get(own).add(used);
        }
      }
    }
    return new PackageGraph(uses);
  }

  private static Set<String> packagesIn(ClassModel model) {
    var found = new TreeSet<String>();
    for (var entry : model.constantPool()) {
      if (entry instanceof ClassEntry named && !named.asInternalName().startsWith("[")) {
        found.add(packageOf(named.asInternalName()));
      } else if (entry instanceof Utf8Entry text) {
        DESCRIPTOR.matcher(text.stringValue()).results().forEach(m -> found.add(m.group(1)));
      }
    }
    return found;
  }

  static String packageOf(String internalName) {
    return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
  }

  /// The packages that depend on themselves, each with one of the packages that close the circle.
  Map<String, String> inCircles() {
    var found = new TreeMap<String, String>();
    for (String start : uses.keySet()) {
      var reached = new TreeSet<String>();
      var next = new ArrayDeque<>(uses.get(start));
      while (!next.isEmpty()) {
        String here = next.pop();
        if (reached.add(here)) {
          next.addAll(uses.get(here));
          if (uses.get(here).contains(start)) {
            found.putIfAbsent(start, here);
          }
        }
      }
    }
    return found;
  }
}
