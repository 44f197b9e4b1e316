package keepalived.linux.child;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program to run, and how. The first argument is the path of the program; PATH is not searched,
/// and no shell is used. The environment is exactly the given one. The umask is the process's: it
/// cannot be changed for a single start, because all threads share it.
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

  /// The user to run as: real, effective and saved ids. The process gets the user's supplementary
  /// groups if `supplementaryGroups`, otherwise none.
  public record Identity(int uid, int gid, boolean supplementaryGroups) {}

  /// The destination of standard output and error. Standard input is always /dev/null.
  public enum Output {
    /// To /dev/null.
    DISCARDED,
    /// To the daemon's own standard output and error.
    INHERITED,
    /// Into a pipe; the end of it is kept for `ChildProcess.output`.
    CAPTURED
  }

  /// Runs as the current user, in the current directory, with output discarded and without a time
  /// limit.
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
