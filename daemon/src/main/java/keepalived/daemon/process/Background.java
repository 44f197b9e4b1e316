package keepalived.daemon.process;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs the daemon in the background. A JVM cannot fork, so the daemon is started a second time, in
/// its own session and without the terminal.
public final class Background {

  /// Marks the second start, which is the one in the background.
  private static final String MARK = "KEEPALIVED_LAUNCHER_BACKGROUND";

  /// The path of our launcher.
  private static final String LAUNCHER = "KEEPALIVED_LAUNCHER_PATH";

  private Background() {}

  /// Whether this process is the one in the background.
  public static boolean isHere(Map<String, String> environment) {
    return environment.containsKey(MARK);
  }

  /// Starts the daemon again with the same arguments.
  ///
  /// @throws IOException when it cannot be started, or this process was not started by our launcher
  public static void start(Map<String, String> environment, List<String> words) throws IOException {
    String launcher = environment.get(LAUNCHER);
    if (launcher == null) {
      throw new IOException("only the launcher can start keepalived in the background; use -n");
    }
    var command = new ArrayList<>(List.of("setsid", launcher));
    command.addAll(words);
    var builder = new ProcessBuilder(command).directory(new File("/"));
    builder.environment().put(MARK, "1");
    var nowhere = new File("/dev/null");
    builder.redirectInput(nowhere).redirectOutput(nowhere).redirectError(nowhere).start();
  }
}
