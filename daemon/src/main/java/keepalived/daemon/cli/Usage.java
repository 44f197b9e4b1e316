package keepalived.daemon.cli;

import keepalived.daemon.command.Commands;

/// The help text, generated from the options.
final class Usage {

  private Usage() {}

  static String text() {
    var text = new StringBuilder("Usage: keepalived [OPTION...]\n");
    for (var option : Option.values()) {
      text.append(option.letter == '\0' ? "      " : "  -" + option.letter + ", ");
      text.append(String.format("%-28s %s%n", "--" + option.word + argument(option), option.help));
    }
    return text.append("\nCommands of our own (keepalived COMMAND --help shows more):\n")
        .append(Commands.usage())
        .toString();
  }

  private static String argument(Option option) {
    return switch (option.arity) {
      case NONE -> "";
      case OPTIONAL -> "[=" + option.argument + "]";
      case REQUIRED -> "=" + option.argument;
    };
  }
}
