package keepalived.core.config.script;

import java.util.List;
import java.util.Optional;

/// A command that an operator configured.
///
/// @param text the command line as written, for logs and dumps
/// @param words the command line split by keepalived's quoting rules; the first is the program
/// @param runAs the account that runs it; empty means the host's default (`keepalived_script` if
///   that account exists, otherwise root)
/// @param kind how the command line is run
public record Script(String text, List<String> words, Optional<RunAs> runAs, Kind kind) {

  public Script {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a script has at least a program");
    }
  }

  /// How a command line is run.
  public enum Kind {
    /// Executed directly, without a shell: `$`, `;` and `|` are plain text.
    PROGRAM,
    /// Shell syntax that old releases passed to a shell (`[[ -f X ]] && exit 1 || exit 0`).
    SHELL,
    /// `</path`: succeeds when the file can be opened for reading.
    READABLE
  }

  public String program() {
    return words.getFirst();
  }

  /// A user and optionally a group, as names or numbers. An empty user means the default user with
  /// another group (`script_user :group`).
  public record RunAs(Optional<String> user, Optional<String> group) {}
}
