package keepalived.healthcheck.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The same configuration, the same real servers failing and recovering: keepalived of the
/// distribution and our engine must leave the same IPVS table, sync daemons, timeouts, FIFO lines
/// and script calls after each step. All scenarios run side by side in network namespaces of one
/// kernel.
@Tag("uml")
class DifferentialTest {

  private static final long SETTLE_SECONDS = 25;

  /// How many scenarios run side by side: the guest has one processor.
  private static final int BATCH = 9;

  /// Where we differ on purpose, and after which step.
  ///
  /// - group: a member that a reload takes out of a group stays in the original's table as a
  ///   service without servers, also after the stop; ours is gone.
  /// - reload-add-remove: servers are removed before others are added; the original loses quorum in
  ///   between, says so, and does not say that it has it again.
  /// - reload-sorry: with another sorry server and no quorum, before and after, the original runs
  ///   quorum_down once more.
  private static final Map<String, Set<String>> DEVIATIONS =
      Map.of(
          "group", Set.of("reload"),
          "reload-add-remove", Set.of("reload"),
          "reload-sorry", Set.of("reload"));

  private record Pair(Original original, Ours ours) {
    private Scenario scenario() {
      return original.scenario;
    }
  }

  private final Map<String, String> failures = new LinkedHashMap<>();

  @Test
  void equalsTheOriginal() throws Exception {
    var scenarios = scenarios();
    for (int i = 0; i < scenarios.size(); i += BATCH) {
      run(scenarios.subList(i, Math.min(i + BATCH, scenarios.size())));
    }
    assertEquals("", report(), failures.size() + " differences");
  }

  private void run(List<Scenario> scenarios) {
    var pairs = new ArrayList<Pair>();
    for (var scenario : scenarios) {
      pairs.add(new Pair(new Original(scenario), new Ours(scenario)));
    }
    for (var pair : pairs) {
      pair.original().start();
      pair.ours().start();
    }
    pause(4);
    var agreeing = new ArrayList<>(pairs);
    settle("start", agreeing);
    int steps = pairs.stream().mapToInt(p -> p.scenario().steps().size()).max().orElse(0);
    for (int i = 0; i < steps; i++) {
      step(i, agreeing);
    }
    reload(agreeing);
    for (var pair : pairs) {
      pair.original().stop();
      pair.ours().stop();
    }
    settle("stop", agreeing);
    for (var pair : pairs) {
      pair.original().clean();
      pair.ours().clean();
    }
  }

  private void step(int number, List<Pair> pairs) {
    var active = new ArrayList<Pair>();
    for (var pair : pairs) {
      if (number < pair.scenario().steps().size()) {
        var actions = pair.scenario().steps().get(number);
        pair.original().step(actions);
        pair.ours().step(actions);
        active.add(pair);
      }
    }
    pause(3);
    var still = new ArrayList<>(active);
    settle("step " + (number + 1), still);
    active.removeAll(still);
    pairs.removeAll(active);
  }

  private void reload(List<Pair> pairs) {
    var reloaded = new ArrayList<Pair>();
    for (var pair : pairs) {
      if (pair.scenario().reload().isPresent()) {
        pair.original().reload(pair.scenario().reload().get());
        pair.ours().reload(pair.scenario().reload().get());
        reloaded.add(pair);
      }
    }
    if (!reloaded.isEmpty()) {
      pause(3);
      var still = new ArrayList<>(reloaded);
      settle("reload", still);
      reloaded.removeAll(still);
      pairs.removeAll(reloaded);
    }
  }

  /// Waits until the two agree; what still differs after a while is a failure, and is taken out.
  private void settle(String when, List<Pair> pairs) {
    var open = new ArrayList<>(pairs);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
    while (true) {
      open.removeIf(pair -> pair.original().observation().equals(pair.ours().observation()));
      if (open.isEmpty() || System.nanoTime() - until > 0) {
        break;
      }
      pause(1);
    }
    pairs.removeAll(open);
    for (var pair : open) {
      var name = pair.scenario().name();
      if (!DEVIATIONS.getOrDefault(name, Set.of()).contains(when)) {
        System.err.println("differs: " + name + " after " + when);
        failures.put(
            name + " after " + when,
            "original:\n" + pair.original().observation() + "ours:\n" + pair.ours().observation());
      }
    }
  }

  private String report() {
    var text = new StringBuilder();
    failures.forEach((what, how) -> text.append("## ").append(what).append('\n').append(how));
    return text.toString();
  }

  private static void pause(int seconds) {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
  }

  /// All, or those whose name matches the environment variable SCENARIOS.
  private static List<Scenario> scenarios() throws IOException, URISyntaxException {
    var directory = Path.of(DifferentialTest.class.getResource("/differential").toURI());
    var scenarios = new ArrayList<Scenario>();
    try (var files = Files.list(directory)) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString().replace(".conf", "");
        if (name.matches(System.getenv().getOrDefault("SCENARIOS", ".*"))) {
          scenarios.add(Scenario.read(name, Files.readString(file)));
        }
      }
    }
    return scenarios;
  }
}
