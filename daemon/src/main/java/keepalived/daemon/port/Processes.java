package keepalived.daemon.port;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.ScriptBook;
import keepalived.tracking.script.ScriptRunner;

/// Child processes of the daemon, all on one loop.
public interface Processes {

  /// Starts scripts. Used on the loop of the children.
  Launcher launcher();

  /// Starts tracked scripts for an engine on another loop.
  ///
  /// @param engine the loop that receives results
  /// @param book the current scripts
  ScriptRunner trackScripts(Loop engine, Supplier<ScriptBook> book);

  /// Ends all children: SIGTERM, and SIGKILL after `grace`. Called on the loop of the children.
  ///
  /// @return completes when all have ended
  CompletableFuture<Void> endAll(Duration grace);
}
