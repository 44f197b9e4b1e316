package keepalived.daemon.cli;

import java.util.List;

/// What a command line turned out to be.
public sealed interface CommandLine {

  /// Run the daemon, or test its configuration.
  record Run(Options options, List<String> warnings) implements CommandLine {
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
