package keepalived.vrrp.transition;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import keepalived.core.event.EventId;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;

/// What one instance has seen lately: the rhythm of the adverts, without an allocation for each,
/// and the events that may explain the next change of state.
public final class Evidence {

  private static final int ADVERTS = 8;
  private static final int NOTES = 8;

  private record Note(EventId id, MonoTime at) {}

  private final long[] adverts = new long[ADVERTS];
  private final Deque<Note> notes = new ArrayDeque<>(NOTES);
  private long heard;
  private Optional<IpAddress> source = Optional.empty();

  /// An advert was accepted.
  public void heard(IpAddress from, MonoTime at) {
    if (source.isEmpty() || !source.get().equals(from)) {
      source = Optional.of(from);
      heard = 0;
    }
    adverts[(int) (heard++ % ADVERTS)] = at.nanos();
  }

  /// The times between the last adverts of the last sender, in seconds, the oldest first: `1.000
  /// 1.001 0.998`. Empty before its second advert.
  public String gaps() {
    var text = new StringBuilder();
    for (long i = Math.max(1, heard - ADVERTS + 1); i < heard; i++) {
      long gap = adverts[(int) (i % ADVERTS)] - adverts[(int) ((i - 1) % ADVERTS)];
      text.append(text.isEmpty() ? "" : " ").append(seconds(Duration.ofNanos(gap)));
    }
    return text.toString();
  }

  /// An event that concerns the instance.
  public void note(EventId id, MonoTime at) {
    if (!id.present()) {
      return;
    }
    if (notes.size() == NOTES) {
      notes.removeFirst();
    }
    notes.addLast(new Note(id, at));
  }

  /// The events noted at this instant and later, the newest first.
  public List<EventId> since(MonoTime from) {
    return notes.reversed().stream()
        .filter(note -> !note.at().isBefore(from))
        .map(Note::id)
        .toList();
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }
}
