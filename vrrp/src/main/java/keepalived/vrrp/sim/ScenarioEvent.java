package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// An event of a router in a scenario.
public sealed interface ScenarioEvent {

  String router();

  record Crash(String router) implements ScenarioEvent {}

  /// An orderly stop, with a resignation.
  record Stop(String router) implements ScenarioEvent {}

  record Start(String router) implements ScenarioEvent {}

  record Freeze(String router, Duration length) implements ScenarioEvent {}

  record Link(String router, String interfaceName, boolean up) implements ScenarioEvent {}

  record Script(String router, String script, boolean up) implements ScenarioEvent {}

  record Process(String router, String process, boolean up) implements ScenarioEvent {}

  record File(String router, String file, int value) implements ScenarioEvent {}

  /// An event and its time.
  record Timed(Duration at, ScenarioEvent act) {}

  /// The forms of a line, for messages.
  String FORMS =
      "TIME ROUTER crash | stop | start | freeze TIME | link IF up|down |"
          + " script NAME ok|fails | process NAME ok|fails | file NAME VALUE";

  /// Parses `3.5s A link eth0 down`; empty when the line has another form.
  static Optional<Timed> parse(String line) {
    var words = line.strip().split("\\s+");
    if (words.length < 3) {
      return Optional.empty();
    }
    return time(words[0]).flatMap(at -> act(words).map(act -> new Timed(at, act)));
  }

  private static Optional<ScenarioEvent> act(String[] words) {
    var router = words[1];
    if (words.length == 3) {
      return switch (words[2]) {
        case "crash" -> Optional.of(new Crash(router));
        case "stop" -> Optional.of(new Stop(router));
        case "start" -> Optional.of(new Start(router));
        default -> Optional.empty();
      };
    }
    if (words.length == 4 && words[2].equals("freeze")) {
      return time(words[3]).map(length -> new Freeze(router, length));
    }
    if (words.length != 5) {
      return Optional.empty();
    }
    var name = words[3];
    return switch (words[2]) {
      case "link" -> either(words[4], "up", "down", up -> new Link(router, name, up));
      case "script" -> either(words[4], "ok", "fails", up -> new Script(router, name, up));
      case "process" -> either(words[4], "ok", "fails", up -> new Process(router, name, up));
      case "file" ->
          words[4].matches("-?[0-9]{1,9}")
              ? Optional.of(new File(router, name, Integer.parseInt(words[4])))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<ScenarioEvent> either(
      String word, String good, String bad, Function<Boolean, ScenarioEvent> made) {
    return word.equals(good) || word.equals(bad)
        ? Optional.of(made.apply(word.equals(good)))
        : Optional.empty();
  }

  private static Optional<Duration> time(String word) {
    if (word.matches("[0-9]{1,7}ms")) {
      return Optional.of(Duration.ofMillis(Long.parseLong(word.replace("ms", ""))));
    }
    return word.matches("[0-9]{1,5}(\\.[0-9]{1,3})?s?")
        ? Optional.of(
            Duration.ofMillis(Math.round(Double.parseDouble(word.replace("s", "")) * 1000)))
        : Optional.empty();
  }
}
