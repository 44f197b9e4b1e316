package keepalived.daemon.command;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import keepalived.conf.schema.Similar;

/// The registry of commands. To add one, write a class like [LintCommand] and name it here;
/// parsing, the usage text and the hints for mistyped names follow.
public final class Commands {

  private static final List<Command> ALL =
      List.of(
          LintCommand.COMMAND,
          SimulateCommand.COMMAND,
          PlanCommand.COMMAND,
          WhyCommand.COMMAND,
          EventsCommand.COMMAND,
          ShowCommand.COMMAND,
          IpvsadmCommand.COMMAND);

  private Commands() {}

  public static boolean has(String name) {
    return find(name).isPresent();
  }

  /// Runs a command.
  ///
  /// @param name one that [#has] accepts
  /// @param arguments the words after the name
  /// @return the exit status of the process
  public static int run(String name, List<String> arguments, PrintStream out, PrintStream err) {
    return find(name).orElseThrow().run().run(arguments, out, err);
  }

  /// A hint for a mistyped name: `did you mean lint?`
  public static String hint(String mistyped) {
    var names = names();
    return Similar.to(mistyped, names)
        .map(name -> "did you mean " + name + "?")
        .orElse("the commands are " + String.join(", ", names));
  }

  /// One line per command, for the usage text.
  public static String usage() {
    return ALL.stream()
        .map(c -> "  %-18s %s\n".formatted(c.name() + " " + c.arguments(), c.help()))
        .collect(Collectors.joining());
  }

  private static Optional<Command> find(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  private static Set<String> names() {
    return ALL.stream().map(Command::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
