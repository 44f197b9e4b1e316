package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Documents name only what exists: classes and their members, files, links, tests. Java in a
/// document is part of the source that its marker names.
class DocumentsTest {

  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern TYPE = Pattern.compile("([A-Z]\\w*[a-z]\\w*)(?:\\.([a-z]\\w*))?");
  private static final Pattern FILE =
      Pattern.compile("(?:docs|scripts|examples|packaging|[a-z-]+/src)/[\\w./-]+");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern SNIPPET =
      Pattern.compile("(?s)(?:<!-- from (\\S+) -->\\n)?```java\\n(.*?)```");
  private static final Pattern ROW = Pattern.compile("(?m)^\\|([^|\\n]*)\\|([^|\\n]*)\\|(.*)\\|$");

  /// Names in code style that are not classes of ours.
  private static final Set<String> FOREIGN =
      Set.of(
          "IoEventLoop",
          "CompileCommand",
          "Conf", // the grammar Conf.g4
          "Duration",
          "Helper",
          "Impl",
          "Manager",
          "Util");

  /// Documents for contributors. The changelog describes the past, and a test generates
  /// keywords.md.
  private static List<Path> documents() {
    var all = new ArrayList<Path>();
    for (String name : List.of("README.md", "CONTRIBUTING.md")) {
      all.add(Repository.ROOT.resolve(name));
    }
    Repository.files(Repository.ROOT.resolve("docs")).stream()
        .filter(file -> file.toString().endsWith(".md") && !file.endsWith("keywords.md"))
        .forEach(all::add);
    return all;
  }

  @Test
  void everyClassNamedExists() {
    var types = Repository.types();
    var wrong = new TreeSet<String>();
    int found = 0;
    for (Path document : documents()) {
      for (var code : Repository.matches(CODE, Repository.read(document))) {
        var type = TYPE.matcher(code.group(1));
        if (!type.matches() || FOREIGN.contains(type.group(1))) {
          continue;
        }
        found++;
        String name = type.group(1);
        String member = type.group(2);
        String text = types.get(name);
        if (text == null) {
          wrong.add(Repository.shown(document) + ": there is no class " + name);
        } else if (member != null && !text.matches("(?s).*\\b" + member + "\\b.*")) {
          wrong.add(Repository.shown(document) + ": " + name + " has no " + member);
        }
      }
    }
    assertEquals(Set.of(), wrong, () -> String.join("\n", wrong));
    assertTrue(found > 100, "classes that were read: " + found);
  }

  @Test
  void everyFileNamedExists() {
    var wrong = new TreeSet<String>();
    for (Path document : documents()) {
      String text = Repository.read(document);
      for (var code : Repository.matches(CODE, text)) {
        String name = code.group(1).split(" ")[0];
        if (FILE.matcher(name).matches() && !Files.exists(Repository.ROOT.resolve(name))) {
          wrong.add(Repository.shown(document) + ": there is no file " + name);
        }
      }
      for (var link : Repository.matches(LINK, text)) {
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          wrong.add(Repository.shown(document) + ": the link leads nowhere: " + link.group(1));
        }
      }
    }
    assertEquals(Set.of(), wrong, () -> String.join("\n", wrong));
  }

  /// A snippet is part of the source of the class that its marker names, apart from indentation. A
  /// line "..." marks a gap.
  @Test
  void snippetsAreInTheSources() {
    var types = Repository.types();
    var wrong = new TreeSet<String>();
    for (Path document : documents()) {
      for (var match : Repository.matches(SNIPPET, Repository.read(document))) {
        String source = match.group(1);
        String text = flat(types.getOrDefault(source == null ? "" : source, ""));
        if (text.isEmpty()) {
          wrong.add(
              Repository.shown(document) + ": put <!-- from Class --> before\n" + match.group(2));
          continue;
        }
        for (String piece : match.group(2).split("(?m)^\\s*\\.\\.\\.\\s*$")) {
          if (!text.contains(flat(piece))) {
            wrong.add(Repository.shown(document) + ": " + source + " does not have\n" + piece);
          }
        }
      }
    }
    assertEquals(Set.of(), wrong, () -> String.join("\n", wrong));
  }

  private static String flat(String text) {
    return text.strip().replaceAll("(?m)^\\s+|\\s+$", "").replaceAll("\\n+", "\n");
  }

  @Test
  void everyFeatureThatWorksNamesItsTest() {
    var sources = Repository.sourceNames();
    String readme = Repository.read(Repository.ROOT.resolve("README.md"));
    int at = readme.indexOf("## What works");
    String table = readme.substring(at, readme.indexOf("\n## ", at));
    var wrong = new ArrayList<String>();
    int rows = 0;
    for (var row : Repository.matches(ROW, table)) {
      if (!row.group(2).strip().startsWith("works")) {
        continue;
      }
      rows++;
      var shown = Repository.matches(CODE, row.group(3)).stream().map(m -> m.group(1)).toList();
      boolean tested =
          shown.stream()
              .map(name -> name.split(" ")[0])
              .anyMatch(
                  name ->
                      sources.contains(name) && name.endsWith("Test")
                          || name.contains("/") && Files.exists(Repository.ROOT.resolve(name)));
      if (!tested) {
        wrong.add(row.group(1).strip() + ": name the test or lab that shows it");
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    assertTrue(rows > 20, "rows that were read: " + rows);
  }
}
