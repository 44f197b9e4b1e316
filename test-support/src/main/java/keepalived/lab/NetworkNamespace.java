package keepalived.lab;

import java.util.ArrayList;
import java.util.List;

/// Runs a test body on a thread of its own in a fresh network namespace: where a [Machine], a
/// process, would be more than is needed. Sockets opened there belong to the namespace for good;
/// child processes started there live in it. It vanishes with the thread and the last socket.
public final class NetworkNamespace {

  private NetworkNamespace() {}

  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /// Runs the body in a new namespace whose loopback is up.
  public static void run(Body body) throws Exception {
    NamespaceThread.inFresh(
        () -> {
          ip("link set lo up");
          body.run();
          return true;
        });
  }

  /// Runs `ip ARGUMENTS` (blank-separated) in the calling thread's namespace; its output.
  public static String ip(String arguments) {
    return command("ip", arguments.split(" "));
  }

  /// Waits until `ip` shows this operational state of the link.
  public static void awaitState(String link, String state) {
    Await.until(
        () -> link + " " + state + " in\n" + ip("-o link show"),
        () -> ip("-o link show " + link).contains(" state " + state + " "));
  }

  /// Runs a program in the calling thread's namespace; its output. Throws when it fails.
  public static String command(String program, String... arguments) {
    var line = new ArrayList<>(List.of(program));
    line.addAll(List.of(arguments));
    return Commands.mustRun(line);
  }
}
