package keepalived.daemon.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// `keepalived plan NEW.conf`: prints what a reload from the current file to a new one would add,
/// change and remove, and which instances would change state.
final class PlanCommand {

  static final Command COMMAND =
      new Command("plan", "FILE", "what a reload with FILE would change", PlanCommand::run);

  private static final int USAGE = 1;
  private static final int BAD_FILE = 2;
  private static final int REFUSED = 3;
  private static final String HELP =
      """
      keepalived plan [--from OLD] NEW

      Compares two configuration files as a reload would. OLD is /etc/keepalived/keepalived.conf
      unless given. Lines begin with + (added), - (removed) or ~ (changed); what is not named is
      not touched. A changed keyword stands with its old and its new value, and with what follows
      from it for the pair.

      Exit status: 0 a reload would do what is printed, 1 usage, 2 a file cannot be read at all,
      3 a running daemon would refuse NEW, because it has an error that OLD does not have or
      because it changes what only a restart can change.
      """;

  private PlanCommand() {}

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    String from = "/etc/keepalived/keepalived.conf";
    var files = new ArrayList<String>();
    for (var words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      if (word.equals("--help") || word.equals("-h")) {
        out.print(HELP);
        return 0;
      } else if (word.equals("--from") && words.hasNext()) {
        from = words.next();
      } else {
        files.add(word);
      }
    }
    if (files.size() != 1) {
      err.print(HELP);
      return USAGE;
    }
    var before = NodeFiles.read(from, err);
    if (!before.startable()) {
      return BAD_FILE;
    }
    var after = NodeFiles.read(files.getFirst(), err);
    var refusal = before.gate().refusal(after);
    if (refusal.isPresent()) {
      var mistake = refusal.get();
      out.println(
          "a reload would be refused: (%s) %s".formatted(mistake.place(), mistake.message()));
      return REFUSED;
    }
    var plan = ReloadPlan.of(before.config(), after.config());
    plan.lines().forEach(out::println);
    if (plan.lines().isEmpty()) {
      out.println("nothing would change");
    }
    if (!plan.refusals().isEmpty()) {
      out.println(
          "a reload would be refused: only a restart changes "
              + String.join(", ", plan.refusals()));
      return REFUSED;
    }
    return 0;
  }
}
