package keepalived.lab;

import java.util.ArrayList;
import java.util.List;

/// Runs a test body on a separate thread in a new network namespace, for tests that do not need a
/// [Machine] with its process. Sockets opened there belong to the namespace for good, and child
/// processes started there run in it. It ends with the thread and the last socket.
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

  /// Runs `ip ARGUMENTS` (separated by blanks) in the calling thread's namespace; returns its
  /// output.
  public static String ip(String arguments) {
    return command("ip", arguments.split(" "));
  }

  /// Waits until `ip` shows this operational state of the link.
  public static void awaitState(String link, String state) {
    Await.until(
        () -> link + " " + state + " in\n" + ip("-o link show"),
        () -> ip("-o link show " + link).contains(" state " + state + " "));
  }

  /// Runs a program in the calling thread's namespace; returns its output. Throws when it fails.
  public static String command(String program, String... arguments) {
    var line = new ArrayList<>(List.of(program));
    line.addAll(List.of(arguments));
    return Commands.mustRun(line);
  }
}
