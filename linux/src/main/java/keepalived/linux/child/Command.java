package keepalived.linux.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What to run, and how. The first argument is the path of the program: no PATH is searched, no
/// shell is involved. The environment is exactly the one given. The umask is the process's: it has
/// only one, and changing it around a start would change it for every thread.
public record Command(
    List<String> arguments,
    Map<String, String> environment,
    Optional<Identity> identity,
    Optional<Path> directory,
    Output output,
    Optional<Duration> timeout) {

  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command without a program");
    }
  }

  /// The user to run as, real, effective and saved. Supplementary groups are the user's own where
  /// `supplementaryGroups`, else none.
  public record Identity(int uid, int gid, boolean supplementaryGroups) {}

  /// Where standard output and error go. Standard input is always /dev/null.
  public enum Output {
    /// To /dev/null.
    DISCARDED,
    /// To where ours go.
    INHERITED,
    /// Into a pipe; the end of it is kept for `ChildProcess.output`.
    CAPTURED
  }

  /// As ourselves, in our directory, output discarded, for as long as it takes.
  public static Command of(List<String> arguments, Map<String, String> environment) {
    return new Command(
        arguments,
        environment,
        Optional.empty(),
        Optional.empty(),
        Output.DISCARDED,
        Optional.empty());
  }

  public Command as(Identity user) {
    return new Command(arguments, environment, Optional.of(user), directory, output, timeout);
  }

  public Command in(Path where) {
    return new Command(arguments, environment, identity, Optional.of(where), output, timeout);
  }

  public Command withOutput(Output where) {
    return new Command(arguments, environment, identity, directory, where, timeout);
  }

  public Command within(Duration limit) {
    return new Command(arguments, environment, identity, directory, output, Optional.of(limit));
  }
}
