package keepalived.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import keepalived.linux.libc.Native;

/// Runs a test body on a thread of its own in a fresh network namespace. Sockets opened there
/// belong to the namespace for good; child processes started there live in it. It vanishes with the
/// thread and the last socket.
public final class NetworkNamespace {

  private static final int CLONE_NEWNET = 0x4000_0000; // linux/sched.h

  private NetworkNamespace() {}

  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /// Runs the body in a new namespace whose loopback is up.
  public static void run(Body body) throws Exception {
    var failure = new AtomicReference<Optional<Throwable>>(Optional.empty());
    var thread =
        new Thread(
            () -> {
              try {
                Native.check("unshare(CLONE_NEWNET)", Native.LIBC.unshare(CLONE_NEWNET));
                ip("link set lo up");
                body.run();
              } catch (Throwable thrown) {
                failure.set(Optional.of(thrown));
              }
            },
            "namespace");
    thread.start();
    thread.join();
    if (failure.get().isPresent()) {
      switch (failure.get().get()) {
        case Exception e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError(failure.get().get());
      }
    }
  }

  /// Runs `ip ARGUMENTS` (blank-separated) in the calling thread's namespace; its output.
  public static String ip(String arguments) throws IOException, InterruptedException {
    return command("ip", arguments.split(" "));
  }

  /// Waits until `ip` shows this operational state of the link.
  public static void awaitState(String link, String state)
      throws IOException, InterruptedException {
    for (int i = 0; i < 5000; i++) {
      if (ip("-o link show " + link).contains(" state " + state + " ")) {
        return;
      }
    }
    throw new AssertionError(link + " did not reach state " + state);
  }

  /// Runs a program in the calling thread's namespace; its output. Fails when it fails.
  public static String command(String program, String... arguments)
      throws IOException, InterruptedException {
    var line = new ArrayList<String>();
    line.add(program);
    line.addAll(List.of(arguments));
    var process = new ProcessBuilder(line).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0) {
      throw new AssertionError(line + " exited with " + status + ": " + output);
    }
    return output;
  }
}
