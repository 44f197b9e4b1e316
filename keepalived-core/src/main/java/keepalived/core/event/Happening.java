package keepalived.core.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// Something that happened in the daemon, for recordings. Has no secrets: neither keys nor the
/// output or the arguments of scripts.
///
/// @param subject the instance, server, tracker or interface; may be empty
/// @param details names and values, in the order in which they are shown; a value has units
/// @param causes earlier events that led to this one, the nearest first
public record Happening(
    Kind kind, String subject, SequencedMap<String, String> details, List<EventId> causes) {

  /// The words are part of recordings: existing ones never change.
  public enum Kind {
    /// The daemon runs.
    START,
    /// The daemon ends.
    STOP,
    /// A configuration is applied.
    RELOAD,
    /// A virtual router changed its state.
    STEP,
    /// Adverts of one sender were refused for one reason.
    REFUSED,
    /// A tracked script, file, process or BFD session has another result.
    OBSERVED,
    /// An interface changed.
    LINK,
    /// The effective priority of an instance changed.
    PRIORITY,
    /// The host or a loop of the daemon stood still.
    STALL,
    /// A server is up or down.
    CHECK,
    /// A virtual server reached or lost its quorum.
    QUORUM,
    /// The kernel refused something.
    KERNEL,
    /// Another program changed what we own in the kernel, and it was restored.
    RESTORED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @return empty for a word of another version
    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
  }

  public Happening {
    details = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(details));
    causes = List.copyOf(causes);
  }

  public static Happening of(Kind kind, String subject) {
    return new Happening(kind, subject, new LinkedHashMap<>(), List.of());
  }

  /// The same with one more detail.
  public Happening with(String name, Object value) {
    var more = new LinkedHashMap<>(details);
    more.put(name, value.toString());
    return new Happening(kind, subject, more, causes);
  }

  /// The same as a consequence of one more event, unless that was not recorded.
  public Happening after(EventId cause) {
    if (!cause.present() || causes.contains(cause)) {
      return this;
    }
    var more = new ArrayList<>(causes);
    more.add(cause);
    return new Happening(kind, subject, details, more);
  }

  /// @return empty when there is no such detail
  public String detail(String name) {
    return details.getOrDefault(name, "");
  }
}
