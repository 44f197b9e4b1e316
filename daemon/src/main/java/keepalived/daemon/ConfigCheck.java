package keepalived.daemon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import keepalived.conf.diagnostic.DiagnosticJson;
import keepalived.conf.diagnostic.DiagnosticText;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.reader.ConfigReader;
import keepalived.daemon.cli.CommandLine;
import keepalived.daemon.cli.Options;
import keepalived.daemon.reload.FileConfigurations;
import keepalived.linux.process.Namespaces;

/// `keepalived -t`: reads the configuration, prints all its diagnostics, and starts nothing.
public final class ConfigCheck {

  private static final int CANNOT_WRITE = 1;
  private static final int COMPLAINTS = 5;

  private ConfigCheck() {}

  /// Tests the configuration.
  ///
  /// @return the exit status, the original's for the same file; with `--strict` warnings count as
  ///   errors
  public static int run(CommandLine.Run command, Map<String, String> environment) {
    command.warnings().forEach(System.err::println);
    var options = command.options();
    var missing = options.namespace().filter(name -> Namespaces.find(name).isEmpty());
    if (missing.isPresent()) {
      System.err.println("Unable to set network namespace " + missing.get() + ": nothing is read");
      return 0;
    }
    int status = run(options, options.test().orElseThrow(), environment);
    return command.complaint() && status == 0 ? COMPLAINTS : status;
  }

  private static int run(Options options, Options.Test test, Map<String, String> environment) {
    Path file = FileConfigurations.mainFile(options);
    var result = ConfigReader.read(file, FileConfigurations.readerOptions(options, environment));
    String text =
        test.json()
            ? DiagnosticJson.render(result.diagnostics())
            : DiagnosticText.render(result.diagnostics());
    if (test.output().isEmpty()) {
      var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
      err.print(text);
    } else {
      try {
        Files.writeString(
            Path.of(test.output().get()),
            text,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        System.err.println("cannot write " + test.output().get() + ": " + e.getMessage());
        return CANNOT_WRITE;
      }
    }
    boolean warned =
        result.diagnostics().stream().anyMatch(d -> d.severity().compareTo(Severity.HINT) < 0);
    return test.strict() && warned && result.testStatus() == 0 ? COMPLAINTS : result.testStatus();
  }
}
