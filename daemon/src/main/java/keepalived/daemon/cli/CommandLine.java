package keepalived.daemon.cli;

import java.util.List;

/// What a command line turned out to be.
public sealed interface CommandLine {

  /// Run the daemon, or test its configuration.
  ///
  /// @param warnings what of the command line is not followed
  /// @param complaint whether one of them spoils a configuration test, as in the original
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

  /// One of our own sub-commands (`keepalived simulate ...`).
  record SubCommand(String name, List<String> arguments) implements CommandLine {
    public SubCommand {
      arguments = List.copyOf(arguments);
    }
  }

  /// Print and exit.
  record Answer(String text, boolean toStandardError, int status) implements CommandLine {}

  record ShowVersion() implements CommandLine {}
}
