package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The drawing of the modules in docs/ARCHITECTURE.md: a line for each module, whose solid arrows
/// are its imports, whose solid and dotted arrows are its dependencies in Maven, and which point to
/// lines below only.
class ArchitectureTest {

  private static final Path DOCUMENT = Repository.ROOT.resolve("docs/ARCHITECTURE.md");
  private static final Pattern DRAWING = Pattern.compile("(?s)## Modules\\s+```\\n(.*?)```");
  private static final Pattern ARROW = Pattern.compile("([─┄])▶ ([a-z, -]+?)(?= +[─┄]▶|$)");
  private static final Pattern IMPORTED = Pattern.compile("\\bkeepalived(?:\\.[a-z]\\w*)+");
  private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");

  /// A line of the drawing.
  ///
  /// @param imports modules behind solid arrows
  /// @param starts modules behind dotted arrows: started as a process
  private record Arrows(Set<String> imports, Set<String> starts) {
    static final Arrows NONE = new Arrows(Set.of(), Set.of());

    Set<String> all() {
      var all = new TreeSet<>(imports);
      all.addAll(starts);
      return all;
    }
  }

  private static String block(Path document) {
    var matcher = DRAWING.matcher(Repository.read(document));
    assertTrue(matcher.find(), () -> "no drawing in " + document);
    return matcher.group(1);
  }

  private static Map<String, Arrows> drawn() {
    var drawn = new LinkedHashMap<String, Arrows>();
    for (String line : block(DOCUMENT).lines().toList()) {
      var arrows = new Arrows(new TreeSet<>(), new TreeSet<>());
      for (var match : Repository.matches(ARROW, line)) {
        var kind = match.group(1).equals("─") ? arrows.imports() : arrows.starts();
        kind.addAll(List.of(match.group(2).trim().split(", *")));
      }
      drawn.put(line.split(" ", 2)[0], arrows);
    }
    return drawn;
  }

  @Test
  void everyModuleIsDrawn() {
    assertEquals(
        new TreeSet<>(Repository.modules()),
        new TreeSet<>(drawn().keySet()),
        "modules of the root pom and lines of the drawing");
  }

  @Test
  void arrowsPointDown() {
    var lines = new ArrayList<>(drawn().keySet());
    drawn()
        .forEach(
            (module, arrows) ->
                arrows
                    .all()
                    .forEach(
                        used ->
                            assertTrue(
                                lines.indexOf(used) > lines.indexOf(module),
                                () -> module + " points up to " + used)));
  }

  @Test
  void solidArrowsAreTheImports() {
    var owners = owners();
    var drawn = drawn();
    for (String module : Repository.modules()) {
      var used = new TreeSet<String>();
      for (Path file : Repository.sources(module, "main")) {
        for (var match : Repository.matches(IMPORTED, JavaText.of(Repository.read(file)).code())) {
          String owner = owners.get(match.group());
          if (owner != null && !owner.equals(module)) {
            used.add(owner);
          }
        }
      }
      assertEquals(
          drawn.getOrDefault(module, Arrows.NONE).imports(),
          used,
          "drawn and imported by " + module);
    }
  }

  @Test
  void allArrowsAreMavensDependencies() {
    var drawn = drawn();
    for (String module : Repository.modules()) {
      String pom = Repository.read(Repository.ROOT.resolve(module).resolve("pom.xml"));
      var needed = new TreeSet<String>();
      for (var match : Repository.matches(DEPENDENCY, pom)) {
        var artifact = ARTIFACT.matcher(match.group(1));
        if (artifact.find()
            && match.group(1).contains("<groupId>keepalived</groupId>")
            && !match.group(1).contains("<scope>test</scope>")) {
          needed.add(artifact.group(1));
        }
      }
      assertEquals(
          drawn.getOrDefault(module, Arrows.NONE).all(),
          needed,
          "drawn and in the pom of " + module);
    }
  }

  @Test
  void theReadmeHasTheSameDrawing() {
    String readme = Repository.read(Repository.ROOT.resolve("README.md"));
    assertTrue(readme.contains("```\n" + block(DOCUMENT) + "```"), "the drawing of README.md");
  }

  /// The module of each package.
  private static Map<String, String> owners() {
    var owners = new TreeMap<String, String>();
    for (String module : Repository.modules()) {
      Path root = Repository.ROOT.resolve(module).resolve("src/main/java");
      for (Path file : Repository.sources(module, "main")) {
        String name = root.relativize(file.getParent()).toString().replace('/', '.');
        String other = owners.put(name, module);
        assertTrue(
            other == null || other.equals(module),
            () -> "package " + name + " is in " + module + " and in " + other);
      }
    }
    return owners;
  }
}
