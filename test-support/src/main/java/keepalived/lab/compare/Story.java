package keepalived.lab.compare;

import java.util.LinkedHashMap;
import java.util.List;

/// What happens to a program, step by step. Each program that is compared plays the same story on a
/// subject of its own.
///
/// @param name `area/case`, as the rows of `allowed.tsv` name it
/// @param steps in order; their stages have different names
/// @param <S> a program on its machine, with what surrounds it; `toString` says what it logged
public record Story<S>(String name, List<Step<S>> steps) {

  /// One thing that is done or waited for.
  @FunctionalInterface
  public interface Action<S> {
    void on(S subject) throws Exception;
  }

  /// Takes a snapshot of the subject as it is now.
  @FunctionalInterface
  public interface Look<S> {
    Snapshot at(S subject) throws Exception;
  }

  /// @param stage what the subject has reached when the step is over
  /// @param action what happens to it
  /// @param reached waits until the action has had its effect
  public record Step<S>(String stage, Action<S> action, Action<S> reached) {

    /// A step whose effect is there when the action returns.
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

  /// Plays all steps and looks after each of them. Throws [AssertionError] with the stage, the
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
