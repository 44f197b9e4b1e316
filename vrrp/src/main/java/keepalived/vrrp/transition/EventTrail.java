package keepalived.vrrp.transition;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.event.Recorder;
import keepalived.core.loop.Loop;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.Event;
import keepalived.vrrp.machine.State;

/// Records the events of the virtual routers of a host.
public final class EventTrail {

  /// The first of many equal refusals is recorded at once, the others as a number: after this time,
  /// then after twice as long, and so on.
  private static final Duration REFUSALS = Duration.ofSeconds(10);

  private static final Duration REFUSALS_MOST = Duration.ofMinutes(10);

  /// Senders invent source addresses: more pairs of sender and reason are not followed.
  private static final int SENDERS = 64;

  /// Adverts of one sender that an instance refuses for one reason.
  public record Refusal(String instance, IpAddress source, Counter reason) {}

  private static final class Window {
    private final Evidence evidence;
    private Duration width = REFUSALS;
    private long count;

    private Window(Evidence evidence) {
      this.evidence = evidence;
    }
  }

  private final Loop loop;
  private final Recorder recorder;
  private final Map<Refusal, Window> windows = new HashMap<>();
  private final Map<String, Boolean> links = new HashMap<>();

  public EventTrail(Loop loop, Recorder recorder) {
    this.loop = loop;
    this.recorder = recorder;
  }

  /// Records a change of state, with the events that led to it.
  ///
  /// @param priority of the instance after the step
  public EventId step(Explanation.Call call, Explanation why, State after, Evidence evidence) {
    var step =
        Happening.of(Happening.Kind.STEP, call.input().config().name())
            .with("from", call.before().role())
            .with("to", after.role())
            .with("cause", why.cause().word())
            .with("why", why.text())
            .with("priority", call.input().priority());
    if (call.before() instanceof State.Backup backup && call.event() instanceof Event.TimedOut) {
      step = timedOut(step, call, backup, evidence);
    }
    for (var cause : evidence.since(call.now().minus(window(call)))) {
      step = step.after(cause);
    }
    return recorder.record(call.now(), step);
  }

  private static Happening timedOut(
      Happening step, Explanation.Call call, State.Backup backup, Evidence evidence) {
    var silence = Explanation.silence(call, backup);
    var late = backup.deadline().map(call.now()::since).orElse(Duration.ZERO);
    var next =
        step.with("silence", Evidence.seconds(silence) + " s")
            .with("late", Evidence.seconds(late) + " s")
            .with("interval", Evidence.seconds(backup.masterInterval()) + " s");
    if (backup.master().isPresent()) {
      next =
          next.with("master", backup.master().get().address())
              .with("master priority", backup.master().get().priority());
    }
    return evidence.gaps().isEmpty() ? next : next.with("gaps", evidence.gaps());
  }

  /// How far back the events are that may have led to a change: for a timer, as long as nothing was
  /// heard.
  private static Duration window(Explanation.Call call) {
    return switch (call.event()) {
      case Event.TimedOut _ ->
          call.before() instanceof State.Backup backup
              ? Explanation.silence(call, backup).plus(backup.masterInterval())
              : Duration.ZERO;
      case Event.Heard _ -> call.input().masterDown(call.input().interval());
      case Event.Started _,
          Event.Failed _,
          Event.Recovered _,
          Event.GroupFailed _,
          Event.GroupRecovered _,
          Event.GroupElected _,
          Event.GroupDemoted _,
          Event.Reconfigured _,
          Event.Stopped _,
          Event.Removed _ ->
          Duration.ZERO;
    };
  }

  /// An advert was refused.
  ///
  /// @param why the log line about it
  public void refused(Refusal refusal, Evidence evidence, String why) {
    var window = windows.get(refusal);
    if (window != null) {
      window.count++;
    } else if (windows.size() < SENDERS) {
      window = new Window(evidence);
      windows.put(refusal, window);
      note(evidence, of(refusal).with("why", why));
      close(refusal, window);
    }
  }

  private void close(Refusal refusal, Window window) {
    loop.after(
        window.width,
        () -> {
          if (window.count == 0) {
            windows.remove(refusal);
            return;
          }
          var seconds = window.width.toSeconds() + " s";
          note(window.evidence, of(refusal).with("more", window.count).with("in", seconds));
          window.count = 0;
          var twice = window.width.multipliedBy(2);
          window.width = twice.compareTo(REFUSALS_MOST) > 0 ? REFUSALS_MOST : twice;
          close(refusal, window);
        });
  }

  private static Happening of(Refusal refusal) {
    return Happening.of(Happening.Kind.REFUSED, refusal.instance())
        .with("source", refusal.source())
        .with("reason", refusal.reason().name().toLowerCase(Locale.ROOT));
  }

  /// An interface that instances use is up or down.
  public void link(String name, boolean up, Iterable<Evidence> concerned) {
    var before = links.put(name, up);
    if (before != null && before != up) {
      note(concerned, Happening.of(Happening.Kind.LINK, name).with("state", up ? "up" : "down"));
    }
  }

  private void note(Evidence evidence, Happening event) {
    var now = loop.now();
    evidence.note(recorder.record(now, event), now);
  }

  /// Records an event that concerns instances.
  public EventId note(Iterable<Evidence> concerned, Happening event) {
    MonoTime now = loop.now();
    var id = recorder.record(now, event);
    concerned.forEach(evidence -> evidence.note(id, now));
    return id;
  }
}
