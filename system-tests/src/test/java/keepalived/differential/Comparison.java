package keepalived.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import keepalived.lab.Await;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Story;

/// Plays scenarios on keepalived of the distribution and on ours, side by side on machines of one
/// kernel, and looks after each stage whether both left the same: start, each step, reload, stop.
final class Comparison {

  /// One scenario on both programs.
  private record Pair(Scenario scenario, Subject original, Subject ours) {

    private Optional<Story.Step<Subject>> step(String stage) {
      return scenario.story().steps().stream()
          .filter(step -> step.stage().equals(stage))
          .findFirst();
    }

    private void both(Story.Action<Subject> action) {
      try {
        action.on(ours);
        action.on(original);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final Function<Scenario, Subject> ours;
  private final Duration settleTime;
  private final Map<Scenario, String> failures = new LinkedHashMap<>();

  /// @param settleTime how long the two may take to agree after a stage
  Comparison(Function<Scenario, Subject> ours, Duration settleTime) {
    this.ours = ours;
    this.settleTime = settleTime;
  }

  /// Runs all scenarios, several at a time, those with the most steps first, since a batch takes as
  /// long as its longest. Repeats alone those that differed: a guest that stalls for a second makes
  /// a check fail in one program and not in the other. A difference counts when it occurs again.
  ///
  /// @param batch how many run at the same time
  void run(List<Scenario> scenarios, int batch) {
    var longestFirst =
        scenarios.stream()
            .sorted(Comparator.comparingInt((Scenario each) -> each.steps().size()).reversed())
            .toList();
    for (int i = 0; i < longestFirst.size(); i += batch) {
      together(longestFirst.subList(i, Math.min(i + batch, longestFirst.size())));
    }
    var again = List.copyOf(failures.keySet());
    failures.clear();
    again.forEach(scenario -> together(List.of(scenario)));
  }

  private void together(List<Scenario> scenarios) {
    var pairs =
        scenarios.stream().map(s -> new Pair(s, Daemon.original(s), ours.apply(s))).toList();
    var equal = new ArrayList<>(pairs);
    for (String stage : Scenario.stages(scenarios)) {
      // Those that differ are stopped, too.
      var playing = stage.equals(Scenario.STOP) ? pairs : List.copyOf(equal);
      play(stage, playing.stream().filter(pair -> pair.step(stage).isPresent()).toList());
      settle(stage, equal);
    }
    pairs.forEach(pair -> pair.both(Subject::clean));
  }

  private static void play(String stage, List<Pair> pairs) {
    pairs.forEach(pair -> pair.both(pair.step(stage).orElseThrow().action()));
    pairs.forEach(pair -> pair.both(pair.step(stage).orElseThrow().reached()));
    if (!pairs.isEmpty()) {
      Await.pass(Scenario.pauseAfter(stage));
    }
  }

  /// Waits until the two of each pair have left the same, but for what may differ. What still
  /// differs after a while is a failure. No pair that differs is compared at a later stage, not
  /// even one that may: it waits for nothing, since it would take all the time there is.
  private void settle(String stage, List<Pair> equal) {
    var open = new ArrayList<>(equal);
    open.removeIf(pair -> pair.step(stage).isEmpty());
    var differences = new LinkedHashMap<Pair, String>();
    Await.holdsWithin(
        settleTime,
        () -> {
          open.removeIf(pair -> settled(stage, pair, equal, differences));
          Await.pass(Duration.ofSeconds(open.isEmpty() ? 0 : 1));
          return open.isEmpty();
        });
    equal.removeAll(open);
    for (var pair : open) {
      System.err.println("differs: " + pair.scenario().name() + " after " + stage);
      failures.put(pair.scenario(), differences.get(pair) + pair.ours().log());
    }
  }

  /// Whether nothing differs that may not; takes a pair away from the equal ones when something
  /// differs that may.
  private static boolean settled(
      String stage, Pair pair, List<Pair> equal, Map<Pair, String> differences) {
    var original = pair.original().snapshot();
    var ours = pair.ours().snapshot();
    var allowed = Allowed.in(pair.scenario().story().name());
    differences.put(pair, allowed.differences(stage, original, ours));
    boolean settled = differences.get(pair).isEmpty();
    if (settled && !original.equals(ours)) {
      equal.remove(pair);
    }
    return settled;
  }

  int differences() {
    return failures.size();
  }

  String report() {
    return String.join("", failures.values());
  }
}
