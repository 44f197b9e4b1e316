package keepalived.conf.text;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The values of `$NAME`: the file's own definitions and the built-in names.
final class Definitions {

  /// What the built-in names need.
  ///
  /// @param environment the variables for `${_ENV NAME}`
  /// @param configId the value of `${_INSTANCE}`: the option `-i` or the host name; the keyword
  ///   `instance` does not change it
  /// @param random the source of `${_RANDOM}`
  record Builtins(Map<String, String> environment, String configId, RandomGenerator random) {}

  private final Map<String, List<String>> defined = new HashMap<>();
  private final Builtins builtins;

  Definitions(Builtins builtins) {
    this.builtins = builtins;
  }

  /// Defines or redefines a name. The body has at least one line.
  void define(String name, List<String> body) {
    defined.put(name, List.copyOf(body));
  }

  /// Removes a definition.
  void remove(String name) {
    defined.remove(name);
  }

  /// The lines that replace `reference`, which is a name, or a built-in name with its arguments.
  /// Empty when the name is not defined.
  Optional<List<String>> lookup(String reference, Path directory) {
    var own = defined.get(reference);
    if (own != null) {
      return Optional.of(own);
    }
    String[] words = reference.trim().split("[ \t]+");
    return switch (words[0]) {
      case "_PWD" -> one(directory.toAbsolutePath().normalize().toString());
      case "_INSTANCE" -> one(builtins.configId());
      case "_HASH" -> one("#");
      case "_BANG" -> one("!");
      case "_RANDOM" -> random(words).flatMap(Definitions::one);
      case "_ENV" ->
          words.length == 2
              ? one(builtins.environment().getOrDefault(words[1], ""))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<List<String>> one(String text) {
    return Optional.of(List.of(text));
  }

  private Optional<String> random(String[] words) {
    long min = 0;
    long max = 32767;
    try {
      if (words.length > 1) {
        min = Long.parseLong(words[1]);
      }
      if (words.length > 2) {
        max = Long.parseLong(words[2]);
      }
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
    if (words.length > 3 || max < min || max == Long.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(Long.toString(builtins.random().nextLong(min, max + 1)));
  }
}
