package keepalived.conf.schema;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import keepalived.conf.diagnostic.Diagnostic;

/// A rule about a draft that has been read. The three parts are separate: the condition and the
/// report change nothing, and the correction reports nothing.
///
/// @param applies whether the draft breaks the rule
/// @param report what is wrong, looked at before the correction
/// @param correct sets what is used instead
/// @param <D> the draft
public record Rule<D>(Predicate<D> applies, Function<D, Diagnostic> report, Consumer<D> correct) {

  /// The condition of a rule whose report follows.
  public record When<D>(Predicate<D> applies) {

    /// A rule that reports and corrects nothing.
    public Rule<D> report(Function<D, Diagnostic> report) {
      return new Rule<>(applies, report, draft -> {});
    }
  }

  public static <D> When<D> when(Predicate<D> applies) {
    return new When<>(applies);
  }

  /// The same rule with a correction.
  public Rule<D> then(Consumer<D> correction) {
    return new Rule<>(applies, report, correction);
  }

  /// Applies rules in order: a rule sees what the ones before it corrected.
  public static <D> void check(List<Rule<D>> rules, D draft, Consumer<Diagnostic> reports) {
    for (var rule : rules) {
      if (rule.applies().test(draft)) {
        reports.accept(rule.report().apply(draft));
        rule.correct().accept(draft);
      }
    }
  }
}
