package keepalived.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs a command to its end.
public final class Commands {

  private Commands() {}

  /// Standard output and error together.
  public record Outcome(int status, String output) {}

  public static Outcome run(List<String> command) {
    return run(command, "");
  }

  private static Outcome run(List<String> command, String input) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command, e);
    }
  }

  /// Runs a command that must exit with 0; returns its output. Throws [IllegalStateException]
  /// otherwise.
  public static String mustRun(List<String> command) {
    return mustRun(command, "");
  }

  /// As [#mustRun(List)], with a short text as standard input.
  static String mustRun(List<String> command, String input) {
    var outcome = run(command, input);
    if (outcome.status() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " gave " + outcome.status() + ": " + outcome.output());
    }
    return outcome.output();
  }
}
