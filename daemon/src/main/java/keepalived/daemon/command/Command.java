package keepalived.daemon.command;

import java.io.PrintStream;
import java.util.List;

/// A command of the operator: `keepalived NAME ARGUMENTS`.
///
/// @param arguments for the usage text: `FILE...`
/// @param help one line for the usage text
record Command(String name, String arguments, String help, Run run) {

  @FunctionalInterface
  interface Run {

    /// Runs the command to its end.
    ///
    /// @param arguments the words after the command's name
    /// @return the exit status of the process
    int run(List<String> arguments, PrintStream out, PrintStream err);
  }
}
