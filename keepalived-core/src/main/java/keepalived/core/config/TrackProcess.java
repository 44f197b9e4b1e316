package keepalived.core.config;

import java.time.Duration;
import java.util.List;

/// Processes that must run (`vrrp_track_process`).
///
/// @param process base name, or path when the whole command is compared
/// @param quorumMax -1 means no limit
/// @param forkDelay wait before a new process counts
/// @param terminateDelay wait before an ended process counts
public record TrackProcess(
    String name,
    String process,
    List<String> parameters,
    Match match,
    int weight,
    boolean reverse,
    int quorum,
    int quorumMax,
    Duration forkDelay,
    Duration terminateDelay,
    boolean fullCommand) {

  public TrackProcess {
    parameters = List.copyOf(parameters);
  }

  /// How parameters are compared.
  public enum Match {
    NONE,
    EXACT,
    PARTIAL,
    INITIAL
  }
}
