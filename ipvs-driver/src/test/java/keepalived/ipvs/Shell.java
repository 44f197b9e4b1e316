package keepalived.ipvs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs a program of the machine, for tests that compare with its output.
public final class Shell {

  /// The exit status and the output of a program.
  public record Result(int status, String out, String err) {}

  private Shell() {}

  public static Result run(List<String> command, String input) {
    try {
      var process = new ProcessBuilder(command).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      // Both outputs are small: neither pipe fills while the other is read.
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, err);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /// Runs a program that must succeed, and returns its output.
  public static String output(String... command) {
    var result = run(List.of(command), "");
    if (result.status() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + result);
    }
    return result.out();
  }
}
