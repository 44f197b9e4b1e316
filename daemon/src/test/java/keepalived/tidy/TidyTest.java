package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LineNumberInfo;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Checks the rules of docs/STYLE.md that a program can check: dependencies, lengths, names. Each
/// message has the reason and the alternative.
class TidyTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> MODULES = Repository.modules();

  /// Limits in lines: for Java files, for tables of tests, and for methods.
  private static final int FILE_LINES = 500;

  private static final int TEST_FILE_LINES = 800;

  private static final int METHOD_LINES = 70;

  private record Compiled(ClassModel model, String name, Set<String> references) {}

  private static final List<Compiled> CLASSES = new ArrayList<>();

  @BeforeAll
  static void readEveryClass() throws IOException {
    for (String module : MODULES) {
      Path classes = ROOT.resolve(module).resolve("target/classes");
      if (!Files.isDirectory(classes)) {
        continue;
      }
      try (var files = Files.walk(classes)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
          var model = ClassFile.of().parse(file);
          CLASSES.add(new Compiled(model, model.thisClass().asInternalName(), referencesOf(model)));
        }
      }
    }
    assertTrue(CLASSES.size() > 50, "classes to check: " + CLASSES.size());
  }

  private static Set<String> referencesOf(ClassModel model) {
    var names = new TreeSet<String>();
    for (var entry : model.constantPool()) {
      if (entry instanceof ClassEntry c) {
        names.add(c.asInternalName());
      } else if (entry instanceof MemberRefEntry m) {
        names.add(m.owner().asInternalName() + "." + m.name().stringValue());
      }
    }
    return names;
  }

  @Test
  void bannedReferences() {
    var found = new TreeSet<String>();
    for (var ban : Bans.ALL) {
      for (var compiled : CLASSES) {
        if (ban.appliesTo(compiled.name())) {
          compiled.references().stream()
              .filter(ban::matches)
              .forEach(r -> found.add(compiled.name() + " uses " + r + ": " + ban.why()));
        }
      }
    }
    assertEquals(Set.of(), found, () -> String.join("\n", found));
  }

  /// Each ban names existing packages, so that a renamed package does not escape its rules.
  @Test
  void everyBanAppliesToSomething() {
    for (var ban : Bans.ALL) {
      assertTrue(
          CLASSES.stream().anyMatch(c -> ban.appliesTo(c.name())),
          "no class is in " + ban.inPackage());
    }
  }

  @Test
  void methodsAreShortEnoughToRead() {
    var found = new TreeSet<String>();
    for (var compiled : CLASSES) {
      if (Bans.isGenerated(compiled.name())) {
        continue;
      }
      for (var method : compiled.model().methods()) {
        int lines = linesOf(method);
        String name = method.methodName().stringValue();
        if (lines > METHOD_LINES && !name.startsWith("<")) {
          found.add(compiled.name() + "." + name + " has " + lines + " lines: split it by meaning");
        }
      }
    }
    assertEquals(Set.of(), found, () -> String.join("\n", found));
  }

  private static int linesOf(MethodModel method) {
    int first = Integer.MAX_VALUE;
    int last = 0;
    for (var code : method.code().stream().toList()) {
      for (var table : code.findAttributes(Attributes.lineNumberTable())) {
        for (LineNumberInfo line : table.lineNumbers()) {
          first = Math.min(first, line.lineNumber());
          last = Math.max(last, line.lineNumber());
        }
      }
    }
    return last == 0 ? 0 : last - first + 1;
  }

  @Test
  void filesAreShortEnoughAndFinished() throws IOException {
    var later = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
    var found = new TreeSet<String>();
    for (Path file : sources()) {
      var lines = Files.readAllLines(file);
      int most = file.toString().contains("/src/test/") ? TEST_FILE_LINES : FILE_LINES;
      if (lines.size() > most) {
        found.add(ROOT.relativize(file) + " has " + lines.size() + " lines: split it by meaning");
      }
      for (int i = 0; i < lines.size() && !file.endsWith("TidyTest.java"); i++) {
        if (later.matcher(lines.get(i)).find()) {
          found.add(ROOT.relativize(file) + ":" + (i + 1) + " promises later work: do it now");
        }
      }
    }
    assertEquals(Set.of(), found, () -> String.join("\n", found));
  }

  @Test
  void namesSayWhatAThingIs() {
    var vague = Pattern.compile(".*/\\w*(Manager|Helper|Utils?|Impl|Info|Constants)(\\$.*)?");
    var found = new TreeSet<String>();
    for (var compiled : CLASSES) {
      if (vague.matcher(compiled.name()).matches() && !Bans.isGenerated(compiled.name())) {
        found.add(compiled.name() + ": name it after what it is in the domain (docs/STYLE.md)");
      }
    }
    assertEquals(Set.of(), found, () -> String.join("\n", found));
  }

  @Test
  void everyPackageSaysWhatItKnows() throws IOException {
    var found = new TreeSet<String>();
    for (Path file : sources()) {
      Path directory = file.getParent();
      if (file.toString().contains("/src/main/")
          && !Files.exists(directory.resolve("package-info.java"))) {
        found.add(ROOT.relativize(directory) + " has no package-info.java");
      }
    }
    assertEquals(Set.of(), found, () -> String.join("\n", found));
  }

  private static List<Path> sources() throws IOException {
    var all = new ArrayList<Path>();
    for (String module : MODULES) {
      for (String kind : List.of("src/main/java", "src/test/java")) {
        Path directory = ROOT.resolve(module).resolve(kind);
        if (Files.isDirectory(directory)) {
          try (var files = Files.walk(directory)) {
            files.filter(f -> f.toString().endsWith(".java")).sorted().forEach(all::add);
          }
        }
      }
    }
    return all;
  }
}
