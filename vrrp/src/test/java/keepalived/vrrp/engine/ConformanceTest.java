package keepalived.vrrp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.Effect;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.machine.Step;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scenarios in `conformance/*.scn`, one for each rule, named after the rule. A line is a time, an
/// event, and the expected result; `-Dupdate` writes the actual results, to be reviewed like code.
class ConformanceTest {

  private static final Path DIRECTORY = Path.of("src/test/resources/conformance");
  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");
  private static final String ARROW = " -> ";

  static List<Path> stories() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files.filter(f -> f.toString().endsWith(".scn")).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  void holds(Path story) throws IOException {
    var lines = Files.readAllLines(story);
    var played = play(lines);
    if (System.getProperty("update") != null) {
      Files.write(story, played);
    }
    assertEquals(String.join("\n", lines), String.join("\n", played));
  }

  private static List<String> play(List<String> lines) {
    var played = new ArrayList<String>();
    InstanceFixture sketch = InstanceFixture.of("VI_1", 51, 100);
    State state = new State.Initialize();
    for (var line : lines) {
      if (line.startsWith("config ")) {
        sketch = sketch(line.substring("config ".length()));
      }
      if (!line.matches("[0-9]+ms .*")) {
        played.add(line);
        continue;
      }
      var told = line.split(ARROW)[0].stripTrailing();
      long millis = Long.parseLong(told.replaceAll("ms.*", ""));
      var now = new MonoTime(millis * 1_000_000);
      var router =
          new ElectionInput(sketch.instance(), sketch.priority(), Optional.of(SELF), false);
      var step =
          ElectionMachine.step(
              router, state, event(told.replaceAll("^[0-9]+ms +", ""), sketch, now), now);
      played.add("%-45s%s%s".formatted(told, ARROW, outcome(state, step)));
      state = step.state();
    }
    return played;
  }

  private static InstanceFixture sketch(String text) {
    var sketch = InstanceFixture.of("VI_1", 51, 100);
    for (var word : text.split(" +")) {
      var value = word.substring(word.indexOf('=') + 1);
      sketch =
          switch (word.replaceAll("=.*", "")) {
            case "vrid" -> sketch;
            case "prio" -> sketch.priority(Integer.parseInt(value));
            case "v3" -> sketch.version3();
            case "ms" -> sketch.interval(Duration.ofMillis(Long.parseLong(value)));
            case "master" -> sketch.wantsMaster(true);
            case "nopreempt" -> sketch.preempt(false, Duration.ZERO);
            case "delay" -> sketch.preempt(true, Duration.ofSeconds(Long.parseLong(value)));
            default -> throw new IllegalArgumentException(word);
          };
    }
    return sketch;
  }

  private static Event event(String text, InstanceFixture sketch, MonoTime now) {
    var words = text.split(" +");
    return switch (words[0]) {
      case "start" -> new Event.Started(now);
      case "wake" -> new Event.TimedOut();
      case "recover" -> new Event.Recovered();
      case "reload" -> new Event.Reconfigured(sketch.priority(1).instance());
      case "fail" -> {
        var conditions = new TreeSet<FaultCondition>();
        conditions.add(new FaultCondition(FaultCondition.Kind.INTERFACE_DOWN, "eth0"));
        yield new Event.Failed(conditions);
      }
      case "hear" -> heard(words, sketch);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Event heard(String[] words, InstanceFixture sketch) {
    int priority = Integer.parseInt(words[2].replace("prio=", ""));
    var interval =
        words.length > 3
            ? Duration.ofMillis(Long.parseLong(words[3].replace("interval=", "")))
            : sketch.interval();
    return new Event.Heard(
        Ipv4Address.of(words[1]),
        new Advertisement(
            sketch.version().number(),
            51,
            priority,
            interval,
            List.of(),
            Authenticator.NONE,
            Sum.PLAIN,
            Optional.empty()));
  }

  private static String outcome(State before, Step step) {
    var parts = new ArrayList<String>();
    if (before.role() != step.state().role()) {
      parts.add(step.state().role().name().toLowerCase(Locale.ROOT));
    }
    for (var effect : step.effects()) {
      switch (effect) {
        case Effect.Advertise(int priority) -> parts.add("advertise " + priority);
        case Effect.Announce(int repeat) -> parts.add("announce " + repeat);
        case Effect.AnnounceGroup _ -> {}
        case Effect.Notify(var state) -> parts.add("notify " + state);
        case Effect.NotifyLowerPriority _ -> parts.add("notify of lower priority");
        case Effect.Count(var counter) -> parts.add("count " + counter);
        case Effect.Log _ -> {}
      }
    }
    return parts.isEmpty() ? "(nothing)" : String.join(", ", parts);
  }
}
