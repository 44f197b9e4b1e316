package keepalived.linux.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs a short program of the host, such as modprobe, and waits for its end. A program that hangs
/// is killed after a time. [Children] is for programs that a loop must not wait for.
public final class HostProgram {

  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  private HostProgram() {}

  /// @param started false when the program could not be run or did not end in time
  /// @param failure why the program failed, without the end of the last line; empty when its exit
  ///   status was 0
  public record Ran(boolean started, String failure) {
    public boolean done() {
      return failure.isEmpty();
    }
  }

  /// @param limit after which the program is killed
  /// @param input for its standard input, in ASCII
  /// @param command the program, searched in PATH, and its arguments
  public static Ran run(Duration limit, String input, String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new CompletableFuture<String>();
      Thread.ofPlatform().daemon().name(command[0]).start(() -> converse(process, input, output));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Ran(false, "did not end within " + limit.toMillis() + " ms");
      }
      // A program that it started may keep the pipe open.
      output.completeOnTimeout("", LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
      return new Ran(true, process.exitValue() == 0 ? "" : failure(process, output.join()));
    } catch (IOException failure) {
      return new Ran(false, failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Ran(false, "interrupted");
    }
  }

  private static String failure(Process process, String said) {
    return said.isBlank() ? "exit status " + process.exitValue() : said.strip();
  }

  /// Writes and reads on a thread of its own: both wait for a program that hangs.
  private static void converse(Process process, String input, CompletableFuture<String> output) {
    try {
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException closed) {
        // The program ends without reading; its output says why.
      }
      output.complete(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException closed) {
      output.complete("");
    }
  }
}
