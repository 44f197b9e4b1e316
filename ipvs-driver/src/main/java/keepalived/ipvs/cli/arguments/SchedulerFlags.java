package keepalived.ipvs.cli.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import keepalived.core.config.VirtualServer.Flag;

/// The names of scheduler flags: sh and mh name the first two, other schedulers number them.
public final class SchedulerFlags {

  private static final List<Name> NAMES =
      List.of(
          new Name("sh-fallback", Flag.SCHED_1, "sh"),
          new Name("sh-port", Flag.SCHED_2, "sh"),
          new Name("mh-fallback", Flag.SCHED_1, "mh"),
          new Name("mh-port", Flag.SCHED_2, "mh"),
          new Name("flag-1", Flag.SCHED_1, ""),
          new Name("flag-2", Flag.SCHED_2, ""),
          new Name("flag-3", Flag.SCHED_3, ""));

  private SchedulerFlags() {}

  /// @param scheduler the scheduler that uses the name; empty for any
  private record Name(String text, Flag flag, String scheduler) {}

  static Set<Flag> parse(String text, String scheduler) {
    var flags = EnumSet.noneOf(Flag.class);
    for (var word : text.split(",")) {
      if (!word.isEmpty()) {
        flags.add(flag(word, scheduler));
      }
    }
    return flags;
  }

  private static Flag flag(String word, String scheduler) {
    for (var name : NAMES) {
      if (name.text().equals(word)) {
        if (!name.scheduler().isEmpty() && !name.scheduler().equals(scheduler)) {
          throw UsageError.wrong("incompatible scheduler flag `" + word + "'");
        }
        return name.flag();
      }
    }
    throw UsageError.wrong("invalid scheduler flag `" + word + "'");
  }

  /// The names of the flags, separated by commas. A third flag of sh or mh has no name and is not
  /// printed.
  public static String print(Set<Flag> flags, String scheduler) {
    var owner = Arrays.asList("sh", "mh").contains(scheduler) ? scheduler : "";
    var words = new ArrayList<String>();
    for (var name : NAMES) {
      if (name.scheduler().equals(owner) && flags.contains(name.flag())) {
        words.add(name.text());
      }
    }
    return String.join(",", words);
  }
}
