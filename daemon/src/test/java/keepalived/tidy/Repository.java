package keepalived.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The files of this repository, as the checks of this package read them.
final class Repository {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /// Text that may name a decision record, a deviation or a class.
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(java|md|tsv|txt|py|sh|xml|conf|scn)|[^.]+");

  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".mvn", "__pycache__");

  private Repository() {}

  /// The Maven modules in build order, from the root pom.
  static List<String> modules() {
    return Pattern.compile("<module>(.*?)</module>")
        .matcher(read(ROOT.resolve("pom.xml")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  /// @param file below {@link #ROOT}, in UTF-8
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /// Every file below `directory` in order of names; none when it does not exist.
  static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(directory.toString(), e);
    }
  }

  /// Java files of a module.
  ///
  /// @param kind `main` or `test`
  static List<Path> sources(String module, String kind) {
    return files(ROOT.resolve(module).resolve("src/" + kind + "/java")).stream()
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  /// Java files of every module, main and test.
  static List<Path> sources() {
    var all = new ArrayList<Path>();
    for (String module : modules()) {
      all.addAll(sources(module, "main"));
      all.addAll(sources(module, "test"));
    }
    return all;
  }

  /// Compiled classes of a module, without those that ANTLR generates.
  ///
  /// @param kind `classes` or `test-classes`
  static List<ClassModel> classes(String module, String kind) {
    var models = new ArrayList<ClassModel>();
    for (Path file : files(ROOT.resolve(module).resolve("target").resolve(kind))) {
      if (file.toString().endsWith(".class")) {
        try {
          models.add(ClassFile.of().parse(file));
        } catch (IOException e) {
          throw new UncheckedIOException(file.toString(), e);
        }
      }
    }
    models.removeIf(model -> Bans.isGenerated(model.thisClass().asInternalName()));
    return models;
  }

  /// The simple names of all types that the sources declare, nested ones too, with the text of the
  /// files that declare them.
  static Map<String, String> types() {
    var found = new TreeMap<String, String>();
    var declaration = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    for (Path file : sources()) {
      String text = read(file);
      for (var match : matches(declaration, JavaText.of(text).code())) {
        found.merge(match.group(1), text, String::concat);
      }
    }
    return found;
  }

  /// The simple names of all Java files.
  static Set<String> sourceNames() {
    var names = new TreeSet<String>();
    sources().forEach(file -> names.add(file.getFileName().toString().replace(".java", "")));
    return names;
  }

  /// Every text file of the repository: sources, documents, scripts, tables.
  static List<Path> texts() {
    return files(ROOT).stream()
        .filter(file -> TEXT.matcher(file.getFileName().toString()).matches())
        .filter(Repository::isOurs)
        .toList();
  }

  private static boolean isOurs(Path file) {
    for (Path part : ROOT.relativize(file)) {
      if (NOT_OURS.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  /// Every match of `pattern` in `text`.
  static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  /// The path of `file` below the root, for messages.
  static String shown(Path file) {
    return ROOT.relativize(file).toString();
  }
}
