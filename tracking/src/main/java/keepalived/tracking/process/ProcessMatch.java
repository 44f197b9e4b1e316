package keepalived.tracking.process;

import java.util.List;
import keepalived.core.config.track.TrackProcess;

/// Whether a process is one of those a tracker counts.
public final class ProcessMatch {

  private ProcessMatch() {}

  /// By the kernel's name for it, or else by the command line, whose first word must be as written.
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

  /// As PARTIAL, but the last one may be longer than what is wanted.
  private static boolean initial(List<String> wanted, List<String> found) {
    if (wanted.isEmpty()) {
      return true;
    }
    int last = wanted.size() - 1;
    return found.size() > last
        && found.subList(0, last).equals(wanted.subList(0, last))
        && found.get(last).startsWith(wanted.get(last));
  }

  /// Whether so many processes are enough, and not too many.
  public static boolean quorum(TrackProcess tracked, int count) {
    return count >= tracked.quorum() && (tracked.quorumMax() < 0 || count <= tracked.quorumMax());
  }
}
