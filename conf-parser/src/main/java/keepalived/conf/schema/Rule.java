package keepalived.conf.schema;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import keepalived.conf.diagnostic.Diagnostic;

/// A rule that a draft must meet after it was read. The three parts are separate: the condition and
/// the report change nothing, and the correction reports nothing.
///
/// @param applies whether the draft breaks the rule
/// @param report the diagnostic; it is made before the correction
/// @param correct changes the draft to the value that is used instead
/// @param <D> the kind of draft
public record Rule<D>(Predicate<D> applies, Function<D, Diagnostic> report, Consumer<D> correct) {

  /// A condition that is not a rule yet, because its report is missing.
  public record When<D>(Predicate<D> applies) {

    /// A rule that reports and corrects nothing.
    public Rule<D> report(Function<D, Diagnostic> report) {
      return new Rule<>(applies, report, draft -> {});
    }
  }

  /// Begins a rule that applies if the draft meets the condition.
  public static <D> When<D> when(Predicate<D> applies) {
    return new When<>(applies);
  }

  /// The same rule with this correction.
  public Rule<D> then(Consumer<D> correction) {
    return new Rule<>(applies, report, correction);
  }

  /// Applies the rules in order. Each rule sees the corrections of the rules before it.
  public static <D> void check(List<Rule<D>> rules, D draft, Consumer<Diagnostic> reports) {
    for (var rule : rules) {
      if (rule.applies().test(draft)) {
        reports.accept(rule.report().apply(draft));
        rule.correct().accept(draft);
      }
    }
  }
}
