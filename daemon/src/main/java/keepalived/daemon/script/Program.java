package keepalived.daemon.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keepalived.core.config.script.Script;

/// A script that was found and may run.
///
/// @param file the executed file, or the file that a shell runs
/// @param arguments the command line, without the arguments that a notification appends
public record Program(Script script, Path file, List<String> arguments, Account account) {

  public Program {
    arguments = List.copyOf(arguments);
  }

  List<String> with(List<String> appended) {
    var all = new ArrayList<>(arguments);
    all.addAll(appended);
    return all;
  }
}
