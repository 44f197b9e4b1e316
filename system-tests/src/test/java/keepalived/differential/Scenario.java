package keepalived.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A configuration with events of its real servers, read from a resource: comment lines `# farm:`,
/// `# before:` and `# step:`, and after `=== reload ===` the configuration that is reloaded at the
/// end.
record Scenario(
    String name,
    String farm,
    List<String> before,
    List<String> steps,
    String config,
    Optional<String> reload) {

  static Scenario read(String name, String text) {
    var parts = text.split("=== reload ===\n");
    var farm = "";
    var before = new ArrayList<String>();
    var steps = new ArrayList<String>();
    for (var line : parts[0].lines().toList()) {
      if (line.startsWith("# farm: ")) {
        farm = line.substring(8);
      } else if (line.startsWith("# before: ")) {
        before.addAll(List.of(line.substring(10).split("; ")));
      } else if (line.startsWith("# step: ")) {
        steps.add(line.substring(8));
      }
    }
    return new Scenario(
        name,
        farm,
        List.copyOf(before),
        List.copyOf(steps),
        parts[0],
        parts.length > 1 ? Optional.of(parts[1]) : Optional.empty());
  }

  /// The scenarios whose name matches the pattern, and the environment variable SCENARIOS if it is
  /// set.
  static List<Scenario> all(String pattern) {
    var scenarios = new ArrayList<Scenario>();
    try (var files = Files.list(Path.of(Scenario.class.getResource("/differential").toURI()))) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString().replace(".conf", "");
        boolean asked = name.matches(System.getenv().getOrDefault("SCENARIOS", ".*"));
        if (asked && name.matches(pattern)) {
          scenarios.add(read(name, Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return scenarios;
  }
}
