package keepalived.daemon.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keepalived.core.config.script.Script;

/// A script that was found and may run.
///
/// @param file what is executed, or what the shell is told to run
/// @param arguments what to execute, before what the occasion appends
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
