package keepalived.daemon.why;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import keepalived.core.event.Happening;
import keepalived.core.text.Printable;
import keepalived.daemon.flight.Recorded;

/// Transitions and events as text for people.
public final class WhyText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private final History history;
  private final ZoneId zone;
  private final boolean full;

  /// @param full whether all details are shown
  public WhyText(History history, ZoneId zone, boolean full) {
    this.history = history;
    this.zone = zone;
    this.full = full;
  }

  /// ```
  /// VI_1  BACKUP -> MASTER   2026-11-30 02:11:07.412   (event a1f3-2291)
  ///   cause: master timeout, no advert from 10.0.0.2 for 3.61 s
  ///   ...
  ///   verdict: ...
  /// ```
  public String of(Recorded transition) {
    var text = new StringBuilder();
    var step = transition.event();
    text.append(
        "%s  %s -> %s   %s   (event %s)\n"
            .formatted(
                step.subject(),
                step.detail("from"),
                step.detail("to"),
                TIME.format(transition.when().atZone(zone)),
                transition.id()));
    line(text, "cause", step.detail("why"));
    timeout(text, step);
    for (var cause : history.before(transition)) {
      var since = History.between(cause, transition);
      line(text, "before", "%s earlier: %s".formatted(seconds(since), text(cause.event())));
    }
    if (full) {
      step.details().forEach((name, value) -> line(text, name, value));
    }
    after(text, transition);
    Verdict.of(history, transition).ifPresent(verdict -> line(text, "verdict", verdict));
    return text.toString();
  }

  private static void timeout(StringBuilder text, Happening step) {
    if (!step.detail("silence").isEmpty()) {
      var master = step.detail("master").isEmpty() ? "" : step.detail("master") + " had ";
      line(
          text,
          "timer",
          master.isEmpty()
              ? "interval %s, expired %s late"
                  .formatted(step.detail("interval"), step.detail("late"))
              : "%spriority %s and interval %s; the timer expired %s late"
                  .formatted(
                      master,
                      step.detail("master priority"),
                      step.detail("interval"),
                      step.detail("late")));
    }
    if (!step.detail("gaps").isEmpty()) {
      line(text, "adverts", step.detail("gaps") + " s apart, then none");
    }
  }

  private void after(StringBuilder text, Recorded transition) {
    var next = history.next(transition);
    if (next.isPresent()) {
      var step = next.get().event();
      line(
          text,
          "after",
          "%s %s later (event %s): %s"
              .formatted(
                  step.detail("to"),
                  seconds(History.between(transition, next.get())),
                  next.get().id(),
                  step.detail("why")));
    } else if (history.crashedAfter(transition)) {
      line(text, "after", "the daemon ended without a stop: it was killed, or crashed");
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-8s %s\n".formatted(name + ":", Printable.of(value)));
  }

  /// One line: time, id, kind, subject, details.
  public String line(Recorded recorded) {
    return Printable.of(
        "%s  %-11s  %s"
            .formatted(
                TIME.format(recorded.when().atZone(zone)), recorded.id(), text(recorded.event())));
  }

  /// An event in words: `script chk: up -> down`.
  static String text(Happening event) {
    return switch (event.kind()) {
      case STEP ->
          "%s: %s -> %s, %s"
              .formatted(
                  event.subject(), event.detail("from"), event.detail("to"), event.detail("why"));
      case REFUSED ->
          event.detail("more").isEmpty()
              ? "%s: advert of %s refused (%s)"
                  .formatted(
                      event.subject(),
                      event.detail("source"),
                      event.detail("reason").replace('_', ' '))
              : "%s: %s more adverts of %s refused in %s (%s)"
                  .formatted(
                      event.subject(),
                      event.detail("more"),
                      event.detail("source"),
                      event.detail("in"),
                      event.detail("reason").replace('_', ' '));
      case OBSERVED ->
          "%s %s: %s%s"
              .formatted(
                  event.detail("tracker"),
                  event.subject(),
                  event.detail("before").isEmpty() ? "" : event.detail("before") + " -> ",
                  event.detail("result"));
      case LINK -> "link %s: %s".formatted(event.subject(), event.detail("state"));
      case PRIORITY ->
          "%s: priority %s -> %s"
              .formatted(event.subject(), event.detail("before"), event.detail("now"));
      case STALL ->
          "%s: this host stood still for %s".formatted(event.subject(), event.detail("late"));
      case START, STOP, RELOAD, CHECK, QUORUM, KERNEL, RESTORED ->
          "%s %s%s"
              .formatted(
                  event.kind().word(),
                  event.subject(),
                  event.details().entrySet().stream()
                      .map(d -> ", %s %s".formatted(d.getKey(), d.getValue()))
                      .collect(Collectors.joining()));
    };
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
  }
}
