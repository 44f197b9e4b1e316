package keepalived.daemon.script;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The environment of scripts: the daemon's, without the variables that change how programs are
/// loaded or words are split, and without those of our launcher.
public final class ScriptEnvironment {

  /// The first three are those of newer releases of the original. The others would pass our options
  /// to a Java program that a script starts.
  private static final Set<String> REMOVED =
      Set.of(
          "IFS",
          "LD_PRELOAD",
          "LD_LIBRARY_PATH",
          "_JAVA_SR_SIGNUM",
          "JDK_JAVA_OPTIONS",
          "KEEPALIVED_JAVA_OPTS",
          "MALLOC_ARENA_MAX");

  /// Prefix of the variables that our launcher passes to the daemon.
  private static final String LAUNCHER = "KEEPALIVED_LAUNCHER_";

  private ScriptEnvironment() {}

  public static Map<String, String> of(Map<String, String> daemon) {
    var kept = new TreeMap<String, String>();
    daemon.forEach(
        (name, value) -> {
          if (!REMOVED.contains(name) && !name.startsWith(LAUNCHER)) {
            kept.put(name, value);
          }
        });
    return Map.copyOf(kept);
  }
}
