package keepalived.daemon.why;

import java.time.temporal.ChronoUnit;
import java.util.List;
import keepalived.core.event.EventId;
import keepalived.daemon.flight.Recorded;
import keepalived.daemon.status.Json;

/// Transitions and events as JSON for programs.
public final class WhyJson {

  private WhyJson() {}

  /// One object with the transitions and with all events that led to them.
  public static String of(History history, List<Recorded> transitions) {
    var json = new Json();
    json.object(
        () -> {
          json.member("version", 1);
          json.name("transitions")
              .array(() -> transitions.forEach(one -> transition(json, history, one)));
        });
    return json.toString();
  }

  private static void transition(Json json, History history, Recorded transition) {
    json.object(
        () -> {
          members(json, transition);
          Verdict.of(history, transition).ifPresent(text -> json.member("verdict", text));
          history.next(transition).ifPresent(next -> json.member("next", next.id().toString()));
          json.name("before")
              .array(
                  () ->
                      history
                          .before(transition)
                          .forEach(event -> json.object(() -> members(json, event))));
        });
  }

  /// An event on a line of its own.
  public static String of(Recorded event) {
    var json = new Json();
    json.object(() -> members(json, event));
    return json.toString();
  }

  private static void members(Json json, Recorded recorded) {
    var event = recorded.event();
    json.member("event", recorded.id().toString());
    json.member("time", recorded.when().truncatedTo(ChronoUnit.MICROS).toString());
    json.member("monotonic_ns", recorded.at().nanos());
    json.member("kind", event.kind().word());
    json.member("subject", event.subject());
    json.name("details")
        .object(() -> event.details().forEach((name, value) -> json.member(name, value)));
    json.member("causes", event.causes().stream().map(EventId::toString).toList());
  }
}
