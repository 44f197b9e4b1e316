package keepalived.daemon.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.daemon.command.Commands;

/// Parses a command line by the rules of getopt_long: grouped letters, attached or separate
/// arguments, abbreviated words. Options that only print (`-v`, `-h`, `--signum`) act at once:
/// words after them are not read.
///
/// The original ignores words that are not options. Here such a word is a command, and a mistyped
/// command must not start a router. Some words are still ignored, because working command lines
/// contain them: empty ones (`keepalived "$OPTIONS"`), those after an option with an attached or
/// missing argument (`-g FILE`), and any word when nothing is started (`-t`).
public final class Arguments {

  private static final int FACILITY_USER = 1;
  private static final int FACILITY_DAEMON = 3;
  private static final int FACILITY_LOCAL0 = 16;

  private final Map<Option, String> given = new EnumMap<>(Option.class);
  private final List<String> warnings = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private Optional<String> unknown = Optional.empty();
  private boolean afterOptional;
  private Optional<CommandLine> answer = Optional.empty();
  private boolean complaint;
  private int detail;

  private Arguments() {}

  /// Parses the words after the program's name.
  public static CommandLine parse(List<String> words) {
    if (!words.isEmpty()) {
      String first = words.getFirst();
      if (first.equals("-T") || first.equals("--genhash")) {
        return new CommandLine.Genhash(words.subList(1, words.size()));
      }
      if (!first.isEmpty() && !first.startsWith("-")) {
        return Commands.has(first)
            ? new CommandLine.SubCommand(first, words.subList(1, words.size()))
            : unknown(first);
      }
    }
    return new Arguments().read(words);
  }

  private CommandLine read(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        words.subList(i + 1, words.size()).forEach(this::other);
        break;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        other(word);
        continue;
      }
      afterOptional = false;
      Optional<String> next =
          i + 1 < words.size() ? Optional.of(words.get(i + 1)) : Optional.empty();
      var step = word.startsWith("--") ? longOption(word, next) : letters(word, next);
      if (answer.isPresent()) {
        return answer.get();
      }
      if (step.error().isPresent()) {
        return failure(step.error().get());
      }
      if (step.consumedNext()) {
        i++;
      }
    }
    return outcome();
  }

  /// Handles a word that is not an option.
  private void other(String word) {
    if (word.isEmpty() || afterOptional) {
      unexpected.add(word);
    } else if (unknown.isEmpty()) {
      unknown = Optional.of(word);
    }
    afterOptional = false;
  }

  private static CommandLine unknown(String word) {
    if (Commands.has(word)) {
      return failure("the command '" + word + "' must be the first word");
    }
    return failure("unknown command '" + word + "'; " + Commands.hint(word));
  }

  /// The result of reading a word: an error, or whether it consumed the next word as its argument.
  private record Read(Optional<String> error, boolean consumedNext) {
    static final Read FINE = new Read(Optional.empty(), false);
    static final Read TOOK_NEXT = new Read(Optional.empty(), true);

    static Read error(String message) {
      return new Read(Optional.of(message), false);
    }
  }

  private Read longOption(String word, Optional<String> next) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
    var option = byWord(name);
    if (option.isEmpty() || (value.isPresent() && option.get().arity == Option.Arity.NONE)) {
      return Read.error("Unknown option " + word);
    }
    if (value.isEmpty() && option.get().arity == Option.Arity.REQUIRED) {
      if (next.filter(n -> !n.isEmpty()).isEmpty()) {
        return Read.error("Missing parameter for option --" + option.get().word);
      }
      note(option.get(), next.get());
      return Read.TOOK_NEXT;
    }
    if (value.equals(Optional.of("")) && option.get().arity == Option.Arity.REQUIRED) {
      return Read.error("Missing parameter for option --" + option.get().word);
    }
    afterOptional = value.isEmpty() && option.get().arity == Option.Arity.OPTIONAL;
    note(option.get(), value.orElse(""));
    return Read.FINE;
  }

  /// The option with this name, or the only one that begins with it.
  private static Optional<Option> byWord(String name) {
    Option found = null;
    for (var option : Option.values()) {
      if (option.word.equals(name)) {
        return Optional.of(option);
      }
      if (option.word.startsWith(name)) {
        if (found != null) {
          return Optional.empty();
        }
        found = option;
      }
    }
    return Optional.ofNullable(found);
  }

  private Read letters(String word, Optional<String> next) {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      var option = byLetter(letter);
      if (option.isEmpty()) {
        return Read.error("Unknown option -" + letter);
      }
      String rest = word.substring(i + 1);
      switch (option.get().arity) {
        case NONE -> note(option.get(), "");
        case OPTIONAL -> {
          afterOptional = rest.isEmpty();
          note(option.get(), rest);
          return Read.FINE;
        }
        case REQUIRED -> {
          if (!rest.isEmpty()) {
            note(option.get(), rest);
            return Read.FINE;
          }
          if (next.isEmpty()) {
            return Read.error("Missing parameter for option -" + letter);
          }
          note(option.get(), next.get());
          return Read.TOOK_NEXT;
        }
      }
    }
    return Read.FINE;
  }

  private static Optional<Option> byLetter(char letter) {
    for (var option : Option.values()) {
      if (option.letter == letter && letter != '\0') {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  private void note(Option option, String value) {
    if (option == Option.LOG_DETAIL) {
      detail++;
    }
    if (answer.isEmpty()) {
      answer = answer(option, value);
    }
    given.put(option, value);
  }

  /// The answer of an option that only prints, whatever other options were given.
  private static Optional<CommandLine> answer(Option option, String value) {
    return switch (option) {
      case HELP -> Optional.of(new CommandLine.Answer(Usage.text(), false, 0));
      case VERSION -> Optional.of(new CommandLine.ShowVersion());
      case SIGNUM -> Optional.of(signum(value));
      default -> Optional.empty();
    };
  }

  private CommandLine outcome() {
    if (unknown.isPresent() && !has(Option.CONFIG_TEST)) {
      return unknown(unknown.get());
    }
    if (has(Option.GENHASH)) {
      return failure("--genhash must be the first option");
    }
    if (!Set.of("", "text", "json").contains(given.getOrDefault(Option.FORMAT, ""))) {
      return failure("Unknown format " + given.get(Option.FORMAT) + ", use text or json");
    }
    var options = options();
    unknown.ifPresent(unexpected::addFirst);
    if (!unexpected.isEmpty()) {
      warnings.addFirst("Unexpected argument(s): " + String.join(" ", unexpected));
    }
    return new CommandLine.Run(options, warnings, complaint);
  }

  private static CommandLine signum(String function) {
    var number = SignalFunction.byName(function);
    return number.isPresent()
        ? new CommandLine.Answer(number.getAsInt() + "\n", false, 0)
        : failure("Unknown sigfunc " + function);
  }

  private static CommandLine failure(String message) {
    return new CommandLine.Answer(message + "\n", true, 1);
  }

  private boolean has(Option option) {
    return given.containsKey(option);
  }

  /// An option's argument; an empty argument counts as absent.
  private Optional<String> value(Option option) {
    return Optional.ofNullable(given.get(option)).filter(v -> !v.isEmpty());
  }

  private Options options() {
    return new Options(
        value(Option.USE_FILE),
        value(Option.CONFIG_ID),
        value(Option.NAMESPACE),
        has(Option.ALL_CONFIG),
        parts(),
        logging(),
        new Options.PidFiles(
            value(Option.PID),
            value(Option.VRRP_PID),
            value(Option.CHECKERS_PID),
            value(Option.BFD_PID)),
        behaviour(),
        has(Option.CONFIG_TEST)
            ? Optional.of(
                new Options.Test(
                    value(Option.CONFIG_TEST),
                    value(Option.FORMAT).equals(Optional.of("json")),
                    has(Option.ON_HOST),
                    has(Option.STRICT)))
            : Optional.empty());
  }

  /// The parts to run: `-P` alone runs VRRP (and BFD), `-C` alone the checkers (and BFD), both
  /// together run both.
  private Options.Parts parts() {
    boolean onlyVrrp = has(Option.VRRP);
    boolean onlyCheckers = has(Option.CHECK);
    return new Options.Parts(
        onlyVrrp || !onlyCheckers, onlyCheckers || !onlyVrrp, !has(Option.NO_BFD), has(Option.ALL));
  }

  private Options.Logging logging() {
    return new Options.Logging(
        has(Option.LOG_CONSOLE),
        detail,
        facility(),
        !has(Option.NO_SYSLOG),
        has(Option.LOG_FILE)
            ? Optional.of(value(Option.LOG_FILE).orElse("/tmp/keepalived.log"))
            : Optional.empty());
  }

  private int facility() {
    String name = given.getOrDefault(Option.LOG_FACILITY, "daemon");
    String digits = name.startsWith("local") ? name.substring(5) : name;
    if (digits.length() == 1 && digits.charAt(0) >= '0' && digits.charAt(0) <= '7') {
      return FACILITY_LOCAL0 + (digits.charAt(0) - '0');
    }
    if (name.equals("user")) {
      return FACILITY_USER;
    }
    if (!name.equals("daemon")) {
      warnings.add("Invalid log facility '" + given.get(Option.LOG_FACILITY) + "'");
      complaint = true;
    }
    return FACILITY_DAEMON;
  }

  private Options.Behaviour behaviour() {
    return new Options.Behaviour(
        has(Option.DONT_FORK),
        has(Option.RELEASE_VIPS),
        has(Option.DONT_RELEASE_VRRP),
        has(Option.DONT_RELEASE_IPVS),
        !has(Option.DONT_RESPAWN),
        has(Option.DUMP_CONF),
        has(Option.ADDRESS_MONITORING),
        has(Option.IGNORE_SIGINT),
        has(Option.SNMP),
        value(Option.SNMP_AGENT_SOCKET),
        umask(),
        has(Option.CORE_DUMP) || has(Option.CORE_DUMP_PATTERN),
        has(Option.CORE_DUMP_PATTERN)
            ? Optional.of(value(Option.CORE_DUMP_PATTERN).orElse("core"))
            : Optional.empty());
  }

  /// Parses a number like strtol with base 0: octal with a leading 0, hexadecimal with 0x,
  /// otherwise decimal.
  private OptionalInt umask() {
    var text = value(Option.UMASK);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int mask = Integer.decode(text.get());
      if (mask >= 0 && mask <= 0777) {
        return OptionalInt.of(mask);
      }
    } catch (NumberFormatException e) {
      warnings.add("Invalid --umask option " + text.get());
      return OptionalInt.empty();
    }
    warnings.add("Invalid --umask option " + text.get());
    return OptionalInt.empty();
  }
}
