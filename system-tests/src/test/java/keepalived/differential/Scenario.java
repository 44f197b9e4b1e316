package keepalived.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.lab.compare.Story;

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

  static final String STOP = "stop";
  private static final String START = "start";
  private static final String RELOAD = "reload";

  /// The whole life of a program.
  Story<Subject> story() {
    var played = new ArrayList<Story.Step<Subject>>();
    played.add(new Story.Step<>(START, Subject::start, Subject::started));
    for (String actions : steps) {
      String stage = "step " + played.size();
      played.add(new Story.Step<>(stage, subject -> subject.step(actions)));
    }
    reload.ifPresent(text -> played.add(new Story.Step<>(RELOAD, subject -> subject.reload(text))));
    played.add(new Story.Step<>(STOP, Subject::stop, Subject::stopped));
    return new Story<>("lvs/" + name, played);
  }

  /// The stages of all these stories, in an order in which they can be played at the same time.
  static List<String> stages(List<Scenario> scenarios) {
    var stages = new ArrayList<>(List.of(START));
    int most = scenarios.stream().mapToInt(scenario -> scenario.steps().size()).max().orElse(0);
    for (int i = 1; i <= most; i++) {
      stages.add("step " + i);
    }
    stages.addAll(List.of(RELOAD, STOP));
    return stages;
  }

  /// How long the checkers need before it is worth looking. The slowest verdict takes six seconds:
  /// a delay loop of 1 s, a time-out of 2 s, 1 s before the retry, and its time-out. Two snapshots
  /// that are equal before that say nothing, and the next step would come while a verdict is
  /// pending.
  static Duration pauseAfter(String stage) {
    return switch (stage) {
      case START -> Duration.ofSeconds(4);
      case STOP -> Duration.ZERO;
      default -> Duration.ofSeconds(8);
    };
  }

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
