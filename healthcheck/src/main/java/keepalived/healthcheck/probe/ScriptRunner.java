package keepalived.healthcheck.probe;

import java.time.Duration;
import java.util.function.Consumer;
import keepalived.core.config.script.Script;
import keepalived.linux.child.ChildProcess;
import keepalived.linux.child.ExitStatus;

/// The port through which MISC_CHECK starts its script: whoever owns users, security and the
/// environment of scripts turns the configured one into a child.
public interface ScriptRunner {

  /// @param timeout when it is asked to end
  /// @param ended called once, on the loop, after this method returned
  ChildProcess run(Script script, Duration timeout, Consumer<ExitStatus> ended);
}
