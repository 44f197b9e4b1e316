package keepalived.daemon.why;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening.Kind;
import keepalived.daemon.flight.Recorded;

/// Recorded events, in the order in which they happened.
public final class History {

  private final List<Recorded> events;
  private final Map<EventId, Recorded> byId = new HashMap<>();

  public History(List<Recorded> events) {
    this.events = List.copyOf(events);
    events.forEach(event -> byId.put(event.id(), event));
  }

  /// The names of all instances that changed their state.
  public Set<String> instances() {
    var names = new LinkedHashSet<String>();
    for (var event : events) {
      if (event.event().kind() == Kind.STEP) {
        names.add(event.event().subject());
      }
    }
    return names;
  }

  /// The transitions of an instance.
  public List<Recorded> transitions(String instance) {
    return events.stream()
        .filter(e -> e.event().kind() == Kind.STEP && e.event().subject().equals(instance))
        .toList();
  }

  /// The events that led to this one, the oldest first, each once. Those that are no longer in the
  /// recording are left out.
  public List<Recorded> before(Recorded event) {
    var found = new LinkedHashSet<Recorded>();
    collect(event.event().causes(), found);
    var sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> Long.compare(a.id().number(), b.id().number()));
    return sorted;
  }

  private void collect(Collection<EventId> causes, Set<Recorded> found) {
    for (var id : causes) {
      var cause = byId.get(id);
      if (cause != null && found.add(cause)) {
        collect(cause.event().causes(), found);
      }
    }
  }

  /// The next transition of the same instance in the same run of the daemon.
  public Optional<Recorded> next(Recorded transition) {
    return transitions(transition.event().subject()).stream()
        .filter(
            other ->
                other.id().run() == transition.id().run()
                    && other.id().number() > transition.id().number())
        .findFirst();
  }

  /// Whether the daemon started again after this event, without a stop in between.
  public boolean crashedAfter(Recorded event) {
    int at = events.indexOf(event);
    for (var later : events.subList(at + 1, events.size())) {
      boolean daemon = later.event().subject().equals("daemon");
      if (daemon && later.event().kind() == Kind.STOP) {
        return false;
      }
      if (daemon && later.event().kind() == Kind.START) {
        return true;
      }
    }
    return false;
  }

  static Duration between(Recorded earlier, Recorded later) {
    return later.at().since(earlier.at());
  }
}
