package keepalived.tracking.process;

import java.util.List;
import keepalived.core.config.track.TrackProcess;

/// Decides whether a process matches a tracker, and whether enough processes do.
public final class ProcessMatch {

  private ProcessMatch() {}

  /// Compares the kernel's name of the process, or else its command line: the first word must be
  /// equal, the parameters match as configured.
  public static boolean matches(TrackProcess tracked, Program program) {
    var words = program.words();
    if (words.isEmpty()) {
      return false;
    }
    return tracked.isByKernelName()
        ? program.name().equals(tracked.process())
        : words.getFirst().equals(tracked.process())
            && parameters(tracked, words.subList(1, words.size()));
  }

  private static boolean parameters(TrackProcess tracked, List<String> found) {
    var wanted = tracked.parameters();
    return switch (tracked.match()) {
      case NONE -> true;
      case EXACT -> found.equals(wanted);
      case PARTIAL ->
          found.size() >= wanted.size() && found.subList(0, wanted.size()).equals(wanted);
      case INITIAL -> initial(wanted, found);
    };
  }

  /// As PARTIAL, but the last word may be longer than the configured one.
  private static boolean initial(List<String> wanted, List<String> found) {
    if (wanted.isEmpty()) {
      return true;
    }
    int last = wanted.size() - 1;
    return found.size() > last
        && found.subList(0, last).equals(wanted.subList(0, last))
        && found.get(last).startsWith(wanted.get(last));
  }

  /// Whether the count is between the quorum and its maximum.
  public static boolean quorum(TrackProcess tracked, int count) {
    return count >= tracked.quorum() && (tracked.quorumMax() < 0 || count <= tracked.quorumMax());
  }
}
