package keepalived.core.config.track;

import java.nio.charset.StandardCharsets;
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

  /// What the kernel keeps of a process's name, in bytes (TASK_COMM_LEN less its end).
  public static final int KERNEL_NAME_LENGTH = 15;

  public TrackProcess {
    parameters = List.copyOf(parameters);
  }

  /// Whether processes are found by the name the kernel has for them; else by their command line.
  /// So it is without parameters or full_command, unless the name is longer than the kernel's.
  public boolean isByKernelName() {
    return !fullCommand
        && match == Match.NONE
        && process.getBytes(StandardCharsets.UTF_8).length <= KERNEL_NAME_LENGTH;
  }

  /// How parameters are compared.
  public enum Match {
    NONE,
    EXACT,
    PARTIAL,
    INITIAL
  }
}
