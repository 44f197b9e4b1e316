package keepalived.daemon.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.DiagnosticJson;
import keepalived.conf.diagnostic.DiagnosticText;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.lint.ClusterLint;
import keepalived.conf.reader.ConfigReader;

/// `keepalived lint FILE...`: checks each file; several files, one for each node, are also checked
/// against each other.
final class LintCommand {

  static final Command COMMAND =
      new Command(
          "lint",
          "FILE...",
          "check the files of a cluster, one a node, together",
          LintCommand::run);

  private static final int USAGE = 1;
  private static final int FOUND = 5;
  private static final String HELP =
      """
      keepalived lint [--format text|json] [--suppress CODE]... FILE...

      Checks configuration files; several files are the nodes of one cluster and are checked
      against each other too. Exit status 0 when there is nothing to say but hints, else 5.
      """;

  private LintCommand() {}

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    var files = new ArrayList<String>();
    var suppressed = new HashSet<String>();
    boolean json = false;
    for (var words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--help", "-h" -> {
          out.print(HELP);
          return 0;
        }
        case "--format" -> json = words.hasNext() && words.next().equals("json");
        case "--suppress" -> {
          if (words.hasNext()) {
            suppressed.add(words.next());
          }
        }
        default -> files.add(word);
      }
    }
    if (files.isEmpty() || files.stream().anyMatch(f -> f.startsWith("-"))) {
      err.print(HELP);
      return USAGE;
    }
    var diagnostics = new ArrayList<Diagnostic>();
    var nodes = new ArrayList<ClusterLint.Node>();
    for (String file : files) {
      var options = ConfigReader.Options.of(file).suppressing(suppressed);
      var result = ConfigReader.read(Path.of(file), options);
      diagnostics.addAll(result.diagnostics());
      nodes.add(new ClusterLint.Node(file, result.config()));
    }
    if (nodes.size() > 1) {
      ClusterLint.check(nodes).stream()
          .filter(d -> !suppressed.contains(d.code().word()))
          .forEach(diagnostics::add);
    }
    out.print(json ? DiagnosticJson.render(diagnostics) : DiagnosticText.render(diagnostics));
    return diagnostics.stream().anyMatch(d -> d.severity() != Severity.HINT) ? FOUND : 0;
  }
}
