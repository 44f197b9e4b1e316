package keepalived.healthcheck.probe;

import java.time.Duration;
import java.util.function.Consumer;
import keepalived.core.config.script.Script;
import keepalived.linux.child.ChildProcess;
import keepalived.linux.child.ExitStatus;

/// The port through which MISC_CHECK starts its script. The implementation knows the users, the
/// security rules and the environment of scripts.
public interface ScriptRunner {

  /// Starts a script.
  ///
  /// @param timeout after it the script is signalled to end
  /// @param ended called once, on the loop, after this method returned
  ChildProcess run(Script script, Duration timeout, Consumer<ExitStatus> ended);
}
