package keepalived.ipvs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Splits a command line into options and their values, as popt does for ipvsadm: clusters of short
/// options, values attached, behind `=` or in the next word, and other words put aside.
final class Words {

  /// Whether an option has a value.
  enum Value {
    NONE,
    REQUIRED,
    OPTIONAL
  }

  /// One spelling, known by its long name; a NUL as the short name means there is none.
  record Spelling(String longName, char shortName, Value value) {}

  /// An option as it was found; the value is empty when it has none.
  record Found(String longName, String written, Optional<String> value) {}

  private static final char NO_SHORT = '\0';

  private static final Map<String, Spelling> BY_LONG_NAME =
      Stream.of(
              flag("add-service", 'A'),
              flag("edit-service", 'E'),
              flag("delete-service", 'D'),
              flag("clear", 'C'),
              flag("restore", 'R'),
              flag("save", 'S'),
              flag("add-server", 'a'),
              flag("edit-server", 'e'),
              flag("delete-server", 'd'),
              flag("list", 'L'),
              flag("zero", 'Z'),
              flag("set", NO_SHORT),
              valued("start-daemon", NO_SHORT),
              valued("stop-daemon", NO_SHORT),
              flag("help", 'h'),
              flag("version", 'v'),
              valued("tcp-service", 't'),
              valued("udp-service", 'u'),
              valued("sctp-service", NO_SHORT),
              valued("fwmark-service", 'f'),
              flag("ipv6", '6'),
              valued("scheduler", 's'),
              valued("pe", NO_SHORT),
              new Spelling("persistent", 'p', Value.OPTIONAL),
              valued("netmask", 'M'),
              valued("real-server", 'r'),
              flag("gatewaying", 'g'),
              flag("ipip", 'i'),
              flag("masquerading", 'm'),
              valued("tun-type", NO_SHORT),
              valued("tun-port", NO_SHORT),
              flag("tun-nocsum", NO_SHORT),
              flag("tun-csum", NO_SHORT),
              flag("tun-remcsum", NO_SHORT),
              valued("weight", 'w'),
              valued("u-threshold", 'x'),
              valued("l-threshold", 'y'),
              flag("connection", 'c'),
              flag("timeout", NO_SHORT),
              flag("daemon", NO_SHORT),
              flag("stats", NO_SHORT),
              flag("rate", NO_SHORT),
              flag("exact", NO_SHORT),
              flag("thresholds", NO_SHORT),
              flag("persistent-conn", NO_SHORT),
              flag("tun-info", NO_SHORT),
              flag("nosort", NO_SHORT),
              flag("sort", NO_SHORT),
              flag("ops", 'o'),
              flag("numeric", 'n'),
              valued("sched-flags", 'b'),
              valued("syncid", NO_SHORT),
              valued("sync-maxlen", NO_SHORT),
              valued("mcast-interface", NO_SHORT),
              valued("mcast-group", NO_SHORT),
              valued("mcast-port", NO_SHORT),
              valued("mcast-ttl", NO_SHORT))
          .collect(Collectors.toUnmodifiableMap(Spelling::longName, Function.identity()));

  private static final Map<Character, Spelling> BY_SHORT_NAME =
      Stream.concat(
              BY_LONG_NAME.values().stream().filter(s -> s.shortName() != NO_SHORT),
              Stream.of(flag("list", 'l')))
          .collect(Collectors.toUnmodifiableMap(Spelling::shortName, Function.identity()));

  private final List<String> words;
  private final List<String> others = new ArrayList<>();
  private int next;

  /// The cluster being worked off: its word, and where in it.
  private String cluster = "";

  private int within;
  private boolean optionsEnded;

  Words(List<String> words) {
    this.words = words;
  }

  private static Spelling flag(String longName, char shortName) {
    return new Spelling(longName, shortName, Value.NONE);
  }

  private static Spelling valued(String longName, char shortName) {
    return new Spelling(longName, shortName, Value.REQUIRED);
  }

  /// The next option, empty at the end. Throws [UsageError] on one that is unknown or lacks its
  /// value.
  Optional<Found> next() {
    if (within < cluster.length()) {
      return Optional.of(shortOption());
    }
    while (next < words.size()) {
      var word = words.get(next++);
      if (optionsEnded || !word.startsWith("-") || word.equals("-")) {
        others.add(word);
      } else if (word.equals("--")) {
        optionsEnded = true;
      } else if (word.startsWith("--")) {
        return Optional.of(longOption(word));
      } else {
        cluster = word;
        within = 1;
        return Optional.of(shortOption());
      }
    }
    return Optional.empty();
  }

  /// The words so far that were no options.
  List<String> others() {
    return others;
  }

  private Found longOption(String word) {
    int equals = word.indexOf('=');
    var name = word.substring(2, equals < 0 ? word.length() : equals);
    var spelling = BY_LONG_NAME.get(name);
    if (spelling == null) {
      throw new UsageError(UsageError.FAILED, word + ": unknown option");
    }
    var attached = equals < 0 ? Optional.<String>empty() : Optional.of(word.substring(equals + 1));
    return found(spelling, word, attached);
  }

  private Found shortOption() {
    var spelling = BY_SHORT_NAME.get(cluster.charAt(within++));
    if (spelling == null) {
      throw new UsageError(UsageError.FAILED, cluster + ": unknown option");
    }
    var attached = Optional.<String>empty();
    if (spelling.value() != Value.NONE && within < cluster.length()) {
      int from = cluster.charAt(within) == '=' ? within + 1 : within;
      attached = Optional.of(cluster.substring(from));
      within = cluster.length();
    }
    return found(spelling, "-" + spelling.shortName(), attached);
  }

  private Found found(Spelling spelling, String written, Optional<String> attached) {
    var value =
        switch (spelling.value()) {
          case NONE -> Optional.<String>empty();
          case REQUIRED -> attached.isPresent() ? attached : Optional.of(following(written));
          case OPTIONAL -> attached.isPresent() ? attached : followingIfValue();
        };
    return new Found(spelling.longName(), written, value);
  }

  private String following(String written) {
    if (next == words.size()) {
      throw new UsageError(UsageError.FAILED, written + ": missing argument");
    }
    return words.get(next++);
  }

  private Optional<String> followingIfValue() {
    return next < words.size() && !words.get(next).startsWith("-")
        ? Optional.of(words.get(next++))
        : Optional.empty();
  }
}
