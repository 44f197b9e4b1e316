package keepalived.daemon.cli;

/// The help text, made from the option table.
final class Usage {

  private Usage() {}

  static String text() {
    var text = new StringBuilder("Usage: keepalived [OPTION...]\n");
    for (var option : Option.values()) {
      text.append(option.letter == '\0' ? "      " : "  -" + option.letter + ", ");
      text.append(String.format("%-28s %s%n", "--" + option.word + argument(option), option.help));
    }
    return text.append(
            """

            Commands of our own (keepalived COMMAND --help tells more):
              lint FILE...       check the files of a cluster, one a node, together
              simulate FILE...   play failovers of these files on a virtual network
              plan FILE          what a reload with FILE would change
              ipvs ...           list and edit the IPVS table in ipvsadm's syntax
            """)
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
