package keepalived.daemon.why;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.event.Happening.Kind;
import keepalived.core.time.MonoTime;
import keepalived.daemon.flight.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What `why` prints, and each rule of its verdict.
class WhyTextTest {

  private static final Instant START = Instant.parse("2026-11-30T02:11:00Z");

  /// Events of one run, in milliseconds after its start.
  private static final class Story {
    private final List<Recorded> events = new ArrayList<>();

    EventId at(long millis, Happening event) {
      var id = new EventId(0xa1f3, events.size() + 1);
      events.add(
          new Recorded(id, START.plusMillis(millis), new MonoTime(millis * 1_000_000), event));
      return id;
    }

    History history() {
      return new History(events);
    }

    String text(int transition) {
      var history = history();
      return new WhyText(history, ZoneOffset.UTC, false)
          .of(history.transitions("VI_1").get(transition));
    }

    String verdict() {
      var history = history();
      return Verdict.of(history, history.transitions("VI_1").getFirst()).orElse("none");
    }
  }

  private static Happening step(String from, String to, String cause, String why) {
    return Happening.of(Kind.STEP, "VI_1")
        .with("from", from)
        .with("to", to)
        .with("cause", cause)
        .with("why", why);
  }

  private static Happening timeout() {
    return step(
            "BACKUP",
            "MASTER",
            "master_timeout",
            "master timeout, no advert from 10.0.0.2 for 3.61 s")
        .with("silence", "3.609 s")
        .with("late", "0.000 s")
        .with("interval", "1.000 s")
        .with("master", "10.0.0.2")
        .with("master priority", "110")
        .with("gaps", "1.000 1.001 0.998");
  }

  private static Happening higher() {
    return step(
        "MASTER",
        "BACKUP",
        "higher_priority_heard",
        "higher priority heard, 10.0.0.2 advertises priority 110, ours is 100");
  }

  @Test
  void aMasterThatIsSilentForSomeSeconds() {
    var story = new Story();
    story.at(7_412, timeout());
    story.at(9_800, higher());
    assertEquals(
        """
        VI_1  BACKUP -> MASTER   2026-11-30 02:11:07.412   (event a1f3-1)
          cause:   master timeout, no advert from 10.0.0.2 for 3.61 s
          timer:   10.0.0.2 had priority 110 and interval 1.000 s; the timer expired 0.000 s late
          adverts: 1.000 1.001 0.998 s apart, then none
          after:   BACKUP 2.388 s later (event a1f3-2): higher priority heard, 10.0.0.2 advertises priority 110, ours is 100
          verdict: 10.0.0.2 was silent, and advertised again 2.388 s later: it stood still, was cut off, or started again. It did not resign.
        """,
        story.text(0));
  }

  @Test
  void aScriptThatLowersThePriority() {
    var story = new Story();
    var script =
        story.at(
            1_000,
            Happening.of(Kind.OBSERVED, "chk")
                .with("tracker", "script")
                .with("result", "down")
                .with("before", "up"));
    var priority =
        story.at(
            1_000,
            Happening.of(Kind.PRIORITY, "VI_1").with("before", 110).with("now", 90).after(script));
    story.at(1_612, higher().after(priority));
    assertEquals(
        """
        VI_1  MASTER -> BACKUP   2026-11-30 02:11:01.612   (event a1f3-3)
          cause:   higher priority heard, 10.0.0.2 advertises priority 110, ours is 100
          before:  0.612 s earlier: script chk: up -> down
          before:  0.612 s earlier: VI_1: priority 110 -> 90
          verdict: our own priority changed from 110 to 90, because script chk: up -> down.
        """,
        story.text(0));
  }

  private static Arguments row(String verdict, Happening step, Happening... before) {
    return Arguments.of(verdict, step, List.of(before));
  }

  private static Happening refused() {
    return Happening.of(Kind.REFUSED, "VI_1")
        .with("source", "10.0.0.2")
        .with("reason", "auth_failure");
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        row(
            "10.0.0.2 fell silent without resigning: it stands still, has crashed, is cut off, or"
                + " its adverts are filtered on the way.",
            timeout()),
        row(
            "its adverts were irregular before: overload or loss. 10.0.0.2 fell silent without"
                + " resigning: it stands still, has crashed, is cut off, or its adverts are"
                + " filtered on the way.",
            timeout().with("gaps", "1.000 1.800 2.400")),
        row(
            "the adverts of 10.0.0.2 arrive, but are refused (auth failure): compare both"
                + " configurations.",
            timeout(),
            refused()),
        row(
            "this host stood still, and may have missed adverts: look at its load, not at the"
                + " network.",
            timeout(),
            refused(),
            Happening.of(Kind.STALL, "VI_1").with("late", "5000 ms")),
        row(
            "this host stood still, and may have missed adverts: look at its load, not at the"
                + " network.",
            timeout().with("late", "0.501 s")),
        row(
            "the link eth0 of this host changed just before.",
            timeout(),
            Happening.of(Kind.LINK, "eth0").with("state", "up")),
        row(
            "no other router was heard: there is none, or its adverts do not get through.",
            step("BACKUP", "MASTER", "master_timeout", "no advert from any router for 3.61 s")),
        row(
            "the master gave up by itself: a stop, a reload, a fault or an operator there.",
            step("BACKUP", "MASTER", "priority_zero_heard", "")),
        row(
            "the priority of the other router fell: a tracker or a change of configuration there.",
            step(
                "BACKUP",
                "MASTER",
                "preempt",
                "preemption, 10.0.0.2 advertises priority 80 (110 before), ours is 100")),
        row(
            "this router is the better one and takes over; nopreempt would prevent that.",
            step("BACKUP", "MASTER", "preempt", "preemption, ours is 100")),
        row(
            "our own priority changed from 90 to 110.",
            step("BACKUP", "MASTER", "preempt_delay_over", "ours is 110"),
            Happening.of(Kind.PRIORITY, "VI_1").with("before", 90).with("now", 110)),
        row("the other router is the better one and takes over.", higher()),
        row(
            "both routers have the same priority: give one of them another.",
            step("MASTER", "BACKUP", "equal_priority_higher_address", "")),
        row(
            "this host stood still, not the network: look at its load.",
            step("MASTER", "BACKUP", "stall", "")),
        row(
            "a condition of this host, not of another router.",
            step("MASTER", "FAULT", "fault_interface", "")),
        row(
            "the kernel of this host does not let adverts out.",
            step("MASTER", "FAULT", "fault_send", "")),
        row(
            "the sync group follows VI_2: interface down, interface eth1 down.",
            step("MASTER", "FAULT", "group_fault", ""),
            Happening.of(Kind.STEP, "VI_2").with("why", "interface down, interface eth1 down")),
        row("none", step("BACKUP", "INITIALIZE", "stop", "")),
        row("none", step("BACKUP", "MASTER", "a_cause_of_another_version", "")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theVerdict(String verdict, Happening step, List<Happening> before) {
    var story = new Story();
    var last = step;
    for (var event : before) {
      last = last.after(story.at(0, event));
    }
    story.at(1_000, last);
    assertEquals(verdict, story.verdict());
  }

  @Test
  void aDaemonThatCrashed() {
    var story = new Story();
    story.at(0, timeout());
    story.at(1_000, Happening.of(Kind.START, "daemon"));
    assertEquals(
        "  after:   the daemon ended without a stop: it was killed, or crashed",
        story.text(0).lines().filter(line -> line.contains("after:")).findFirst().orElseThrow());
  }

  /// Text of other programs must not forge a line.
  @Test
  void unprintableTextIsEscaped() {
    var story = new Story();
    story.at(0, step("A", "B", "stop", "x\n  verdict: all is well\u001b[2J"));
    assertEquals(2, story.text(0).lines().count());
  }

  @Test
  void json() {
    var story = new Story();
    var cause = story.at(0, Happening.of(Kind.LINK, "eth0").with("state", "down"));
    story.at(5, step("MASTER", "FAULT", "fault_interface", "interface down").after(cause));
    var history = story.history();
    assertEquals(
        """
        {"version":1,"transitions":[{"event":"a1f3-2","time":"2026-11-30T02:11:00.005Z","monotonic_ns":5000000,\
        "kind":"step","subject":"VI_1","details":{"from":"MASTER","to":"FAULT","cause":"fault_interface",\
        "why":"interface down"},"causes":["a1f3-1"],"verdict":"a condition of this host, not of another router.",\
        "before":[{"event":"a1f3-1","time":"2026-11-30T02:11:00Z","monotonic_ns":0,"kind":"link","subject":"eth0",\
        "details":{"state":"down"},"causes":[]}]}]}\
        """,
        WhyJson.of(history, history.transitions("VI_1")));
  }
}
