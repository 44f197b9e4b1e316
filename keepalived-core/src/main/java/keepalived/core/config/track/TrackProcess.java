package keepalived.core.config.track;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Processes that must run (`vrrp_track_process`).
///
/// @param process base name, or path when the whole command is compared
/// @param quorumMax -1 means no limit
/// @param forkDelay wait before a new process counts
/// @param terminateDelay wait before an ended process no longer counts
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

  /// Length in bytes of the kernel's name of a process (TASK_COMM_LEN without the terminating
  /// zero).
  public static final int KERNEL_NAME_LENGTH = 15;

  public TrackProcess {
    parameters = List.copyOf(parameters);
  }

  /// Whether processes are matched by the kernel's name, or by their command line. The name is used
  /// without parameters and full_command, unless it is longer than the kernel's.
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
