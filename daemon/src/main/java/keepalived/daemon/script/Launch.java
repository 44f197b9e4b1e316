package keepalived.daemon.script;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program ready to be started: no path is searched and nothing is interpreted any more. Its
/// umask is the daemon's.
///
/// @param arguments the program's path, then its arguments
public record Launch(
    List<String> arguments, Account account, Map<String, String> environment, Path directory) {

  public Launch {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
