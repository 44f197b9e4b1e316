package keepalived.lab.compare;

import java.util.LinkedHashMap;
import java.util.List;

/// The events of a run, step by step. Each compared program plays the same story on its own
/// subject.
///
/// @param name `area/case`, as in the rows of `allowed.tsv`
/// @param steps in order; their stages have different names
/// @param <S> a program on its machine, with its environment; `toString` gives its log
public record Story<S>(String name, List<Step<S>> steps) {

  /// An action, or a wait.
  @FunctionalInterface
  public interface Action<S> {
    void on(S subject) throws Exception;
  }

  /// Takes a snapshot of the subject's current state.
  @FunctionalInterface
  public interface Look<S> {
    Snapshot at(S subject) throws Exception;
  }

  /// @param stage name of the state after the step
  /// @param action changes the subject
  /// @param reached waits until the action has had its effect
  public record Step<S>(String stage, Action<S> action, Action<S> reached) {

    /// A step whose effect is complete when the action returns.
    public Step(String stage, Action<S> action) {
      this(stage, action, _ -> {});
    }
  }

  public Story {
    steps = List.copyOf(steps);
    long different = steps.stream().map(Step::stage).distinct().count();
    if (different != steps.size()) {
      throw new IllegalArgumentException(name + ": a stage stands twice");
    }
  }

  /// Plays all steps and takes a snapshot after each. Throws [AssertionError] with the stage, the
  /// subject and the trace so far when a step fails.
  public Trace play(S subject, Look<S> look) {
    var stages = new LinkedHashMap<String, Snapshot>();
    for (var step : steps) {
      try {
        step.action().on(subject);
        step.reached().on(subject);
        stages.put(step.stage(), look.at(subject));
      } catch (Exception | AssertionError e) {
        String message = "%s, %s: %s%n%s%n%s";
        throw new AssertionError(
            message.formatted(name, step.stage(), e.getMessage(), subject, new Trace(stages)), e);
      }
    }
    return new Trace(stages);
  }
}
