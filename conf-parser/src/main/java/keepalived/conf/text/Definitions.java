package keepalived.conf.text;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The values of `$NAME`: the definitions of the file and the built-in ones.
final class Definitions {

  /// Environment of the built-in names.
  ///
  /// @param environment for `${_ENV NAME}`
  /// @param configId for `${_INSTANCE}`: what `-i` says or the host is called, not what `instance`
  ///   names
  record Builtins(Map<String, String> environment, String configId, RandomGenerator random) {}

  private final Map<String, List<String>> defined = new HashMap<>();
  private final Builtins builtins;

  Definitions(Builtins builtins) {
    this.builtins = builtins;
  }

  /// Defines or redefines a name; the body has at least one line.
  void define(String name, List<String> body) {
    defined.put(name, List.copyOf(body));
  }

  /// Forgets a name.
  void remove(String name) {
    defined.remove(name);
  }

  /// The lines that replace `reference`: a name, or a built-in name with its arguments.
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
