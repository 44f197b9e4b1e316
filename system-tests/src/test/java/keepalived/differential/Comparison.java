package keepalived.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import keepalived.lab.Await;

/// Runs scenarios with the distribution's keepalived and with ours, side by side on machines with
/// one kernel, and compares the results after each stage: start, each step, reload, stop.
final class Comparison {

  /// Deliberate differences, and the step after which each shows.
  ///
  /// - group: a member that a reload removes from a group stays in the original's table as a
  ///   service without servers, also after the stop; ours is removed.
  /// - reload-add-remove: servers are removed before others are added; the original loses quorum in
  ///   between and logs that, but does not log that it has it again.
  /// - reload-sorry: with another sorry server and no quorum, before and after, the original runs
  ///   quorum_down once more.
  private static final Map<String, Set<String>> DEVIATIONS =
      Map.of(
          "group", Set.of("reload"),
          "reload-add-remove", Set.of("reload"),
          "reload-sorry", Set.of("reload"));

  private record Pair(Subject original, Subject ours) {
    private Scenario scenario() {
      return original.scenario;
    }
  }

  private final Function<Scenario, Subject> ours;
  private final long settleSeconds;
  private final Map<String, String> failures = new LinkedHashMap<>();
  private final Set<String> failed = new HashSet<>();

  /// @param settleSeconds how long the two may take to agree after a stage
  Comparison(Function<Scenario, Subject> ours, long settleSeconds) {
    this.ours = ours;
    this.settleSeconds = settleSeconds;
  }

  /// Runs all scenarios, several at a time, and repeats alone those that differed: a guest that
  /// stalls for a second makes a check fail in one program and not in the other. A difference
  /// counts when it occurs again.
  ///
  /// @param batch how many run at the same time
  void run(List<Scenario> scenarios, int batch) {
    for (int i = 0; i < scenarios.size(); i += batch) {
      together(scenarios.subList(i, Math.min(i + batch, scenarios.size())));
    }
    var again = scenarios.stream().filter(s -> failed.contains(s.name())).toList();
    failures.clear();
    again.forEach(scenario -> together(List.of(scenario)));
  }

  private void together(List<Scenario> scenarios) {
    var pairs = new ArrayList<Pair>();
    for (var scenario : scenarios) {
      pairs.add(new Pair(Daemon.original(scenario), ours.apply(scenario)));
    }
    for (var pair : pairs) {
      pair.ours().start();
      pair.original().start();
    }
    for (var pair : pairs) {
      pair.ours().started();
      pair.original().started();
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
    for (var pair : pairs) {
      pair.original().stopped();
      pair.ours().stopped();
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

  /// Waits until the two agree. A pair that still differs at the limit is a failure, and is
  /// removed.
  private void settle(String when, List<Pair> pairs) {
    var open = new ArrayList<>(pairs);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(settleSeconds);
    while (true) {
      open.removeIf(pair -> pair.original().observation().equals(pair.ours().observation()));
      // Deliberate differences are not waited for: that would take the whole limit.
      boolean settled = open.stream().allMatch(pair -> deviates(pair, when));
      if (settled || System.nanoTime() - until > 0) {
        break;
      }
      pause(1);
    }
    pairs.removeAll(open);
    for (var pair : open) {
      if (!deviates(pair, when)) {
        var name = pair.scenario().name();
        System.err.println("differs: " + name + " after " + when);
        failed.add(name);
        failures.put(name + " after " + when, difference(pair));
      }
    }
  }

  private static boolean deviates(Pair pair, String when) {
    return DEVIATIONS.getOrDefault(pair.scenario().name(), Set.of()).contains(when);
  }

  private static String difference(Pair pair) {
    return "original:\n"
        + pair.original().observation()
        + "ours:\n"
        + pair.ours().observation()
        + pair.ours().log();
  }

  int differences() {
    return failures.size();
  }

  String report() {
    var text = new StringBuilder();
    failures.forEach((what, how) -> text.append("## ").append(what).append('\n').append(how));
    return text.toString();
  }

  private static void pause(int seconds) {
    Await.pass(Duration.ofSeconds(seconds));
  }
}
