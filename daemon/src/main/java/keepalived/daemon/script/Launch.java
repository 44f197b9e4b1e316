package keepalived.daemon.script;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program ready to be started: nothing in it is searched for or interpreted any more.
///
/// @param arguments the program's path, then its arguments
/// @param umask file creation mask
public record Launch(
    List<String> arguments,
    Account account,
    Map<String, String> environment,
    Path directory,
    int umask) {

  public Launch {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
