package keepalived.tracking.script;

import java.util.function.Consumer;
import keepalived.core.config.track.TrackScript;

/// Runs scripts. `done` is called once for each start, on the loop, after the processes of the
/// script have ended.
public interface ScriptRunner {

  /// @return ends the script and the processes it started, if they still run
  Runnable start(TrackScript script, Consumer<ScriptResult> done);
}
