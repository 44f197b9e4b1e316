package keepalived.daemon.cli;

import java.util.List;

/// A parsed command line.
public sealed interface CommandLine {

  /// Run the daemon, or test its configuration.
  ///
  /// @param warnings about parts of the command line that have no effect
  /// @param complaint whether one of them makes a configuration test fail, as in the original
  record Run(Options options, List<String> warnings, boolean complaint) implements CommandLine {
    public Run {
      warnings = List.copyOf(warnings);
    }
  }

  /// Act as genhash with these arguments.
  record Genhash(List<String> arguments) implements CommandLine {
    public Genhash {
      arguments = List.copyOf(arguments);
    }
  }

  /// Run one of our sub-commands (`keepalived simulate ...`).
  record SubCommand(String name, List<String> arguments) implements CommandLine {
    public SubCommand {
      arguments = List.copyOf(arguments);
    }
  }

  /// Print a text and exit.
  record Answer(String text, boolean toStandardError, int status) implements CommandLine {}

  record ShowVersion() implements CommandLine {}
}
