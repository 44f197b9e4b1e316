package keepalived.tracking.script;

import java.util.function.Consumer;
import keepalived.core.config.track.TrackScript;

/// Runs scripts. `done` is called once for each start, on the loop, after the script's processes
/// are gone.
public interface ScriptRunner {

  /// @return ends the script, if it still runs: the processes it started as well
  Runnable start(TrackScript script, Consumer<ScriptResult> done);
}
