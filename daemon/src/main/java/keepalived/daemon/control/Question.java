package keepalived.daemon.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import keepalived.core.time.MonoTime;
import keepalived.daemon.api.Reading;

/// Asks one part for its state. A part whose loop hangs has one question in its queue, not one for
/// each reader.
final class Question<T> {

  /// After this time a question counts as lost with the loop that it was for.
  private static final Duration LOST = Duration.ofSeconds(10);

  private final String part;
  private final Supplier<Sources.Asked<T>> source;
  private Sources.Asked<T> asked = new Sources.Asked<>(false, Optional.empty());
  private MonoTime at = new MonoTime(0);

  Question(String part, Supplier<Sources.Asked<T>> source) {
    this.part = part;
    this.source = source;
  }

  /// Asks, unless an earlier question is still unanswered.
  ///
  /// @return completes when there is an answer or nothing to wait for
  CompletableFuture<?> ask(MonoTime now) {
    boolean waiting = asked.answer().filter(answer -> !answer.isDone()).isPresent();
    if (!waiting || now.since(at).compareTo(LOST) > 0) {
      asked = source.get();
      at = now;
    }
    return asked
        .answer()
        .<CompletableFuture<?>>map(answer -> answer.exceptionally(_ -> null))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  Optional<T> answer() {
    return asked.answer().filter(Question::hasAnswer).map(CompletableFuture::join);
  }

  /// The part as it stands now; empty when it is not configured.
  Optional<Reading.Part> part() {
    if (!asked.started()) {
      return Optional.empty();
    }
    var condition =
        asked
            .answer()
            .map(a -> hasAnswer(a) ? Reading.Condition.RUNNING : Reading.Condition.SILENT)
            .orElse(Reading.Condition.RESTARTING);
    return Optional.of(new Reading.Part(part, condition));
  }

  private static boolean hasAnswer(CompletableFuture<?> answer) {
    return answer.isDone() && !answer.isCompletedExceptionally();
  }
}
