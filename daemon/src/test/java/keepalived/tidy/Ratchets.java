package keepalived.tidy;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What this code base should lose, found in one module. Each finding is a line with its place.
final class Ratchets {

  private static final int FILES_OF_A_PACKAGE = 15;
  private static final int PARAMETERS = 4;

  /// Signatures of C functions are given by the C library.
  private static final String LIBC = "keepalived/linux/libc/";

  private static final Pattern QUALIFIED =
      Pattern.compile("\\b(?:java|javax|keepalived|io|jnr|com|org)(?:\\.[a-z_]\\w*)+\\.[A-Z]\\w*");

  /// The words of docs/GLOSSARY.md, section "Words we do not use", that a pattern can find.
  private static final Pattern OLD_WORDS =
      Pattern.compile(
          "(?i)\\b(?:told|nobody|somebody|someone|be it|be they|whoever|farewell|hitherto"
              + "|stands? for|lives? by|liv(?:e|ing) by|go(?:es)? over to|becomes? of|come to terms"
              + "|(?:is|are|was|were|be) asked|(?:is|are) said|worth a word|as ever"
              + "|ha(?:s|ve) not(?= (?:a|an|any|the)\\b|[.,;:)]))\\b");

  /// Each kind of finding, by the name that ratchet.tsv uses.
  static final Map<String, Function<String, List<String>>> KINDS = kinds();

  private Ratchets() {}

  private static Map<String, Function<String, List<String>>> kinds() {
    var kinds = new LinkedHashMap<String, Function<String, List<String>>>();
    kinds.put("packages-over-15-files", Ratchets::largePackages);
    kinds.put("packages-in-circles", Ratchets::packagesInCircles);
    kinds.put("methods-over-4-parameters", Ratchets::longSignatures);
    kinds.put("qualified-names", Ratchets::qualifiedNames);
    kinds.put("old-words", module -> oldWords(module, "main"));
    kinds.put("old-words-in-tests", module -> oldWords(module, "test"));
    return kinds;
  }

  private static List<String> largePackages(String module) {
    var files = new TreeMap<Path, Integer>();
    for (Path file : Repository.sources(module, "main")) {
      if (!file.endsWith("package-info.java")) {
        files.merge(file.getParent(), 1, Integer::sum);
      }
    }
    files.values().removeIf(count -> count <= FILES_OF_A_PACKAGE);
    return files.entrySet().stream()
        .map(e -> Repository.shown(e.getKey()) + " has " + e.getValue() + " files")
        .toList();
  }

  private static List<String> packagesInCircles(String module) {
    return PackageGraph.of(Repository.classes(module, "classes")).inCircles().entrySet().stream()
        .map(e -> e.getKey() + " uses and is used by " + e.getValue())
        .toList();
  }

  private static List<String> longSignatures(String module) {
    var found = new ArrayList<String>();
    for (var model : Repository.classes(module, "classes")) {
      if (model.thisClass().asInternalName().startsWith(LIBC)) {
        continue;
      }
      for (var method : model.methods()) {
        int parameters = parameters(model, method);
        if (parameters > PARAMETERS) {
          found.add(
              model.thisClass().asInternalName()
                  + "."
                  + method.methodName().stringValue()
                  + " has "
                  + parameters
                  + " parameters: group those that belong together in a record");
        }
      }
    }
    return found;
  }

  /// The number of parameters in the source of a method; 0 for methods made by the compiler and for
  /// a record's canonical constructor.
  private static int parameters(ClassModel model, MethodModel method) {
    if (method.flags().has(AccessFlag.SYNTHETIC)) {
      return 0;
    }
    int count = method.methodTypeSymbol().parameterCount();
    if (!method.methodName().equalsString("<init>")) {
      return count;
    }
    var components = model.findAttribute(Attributes.record());
    boolean made =
        components.isPresent() && components.get().components().size() == count
            || model.findAttribute(Attributes.enclosingMethod()).isPresent();
    if (made) {
      return 0;
    }
    if (model.flags().has(AccessFlag.ENUM)) {
      return count - 2; // the compiler adds name and ordinal
    }
    return isInner(model) ? count - 1 : count;
  }

  private static boolean isInner(ClassModel model) {
    var nested = model.findAttribute(Attributes.innerClasses());
    return nested.isPresent()
        && nested.get().classes().stream()
            .anyMatch(
                inner ->
                    inner.innerClass().equals(model.thisClass()) && !inner.has(AccessFlag.STATIC));
  }

  private static List<String> qualifiedNames(String module) {
    var found = new ArrayList<String>();
    for (Path file : Repository.sources(module, "main")) {
      var lines = JavaText.of(Repository.read(file)).code().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (!line.startsWith("import ") && !line.startsWith("package ")) {
          String place = Repository.shown(file) + ":" + (i + 1) + " import ";
          qualified(line).forEach(name -> found.add(place + name));
        }
      }
    }
    return found;
  }

  /// Qualified names in code without strings and comments.
  static List<String> qualified(String code) {
    return Repository.matches(QUALIFIED, code).stream().map(MatchResult::group).toList();
  }

  private static List<String> oldWords(String module, String kind) {
    var found = new ArrayList<String>();
    for (Path file : Repository.sources(module, kind)) {
      if (!file.toString().contains("/tidy/")) {
        var lines = JavaText.of(Repository.read(file)).prose().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
          String place = Repository.shown(file) + ":" + (i + 1) + " ";
          old(lines.get(i)).forEach(word -> found.add(place + word));
        }
      }
    }
    return found;
  }

  /// Old words in comments and strings.
  static List<String> old(String prose) {
    return Repository.matches(OLD_WORDS, prose).stream().map(MatchResult::group).toList();
  }
}
