package keepalived.vrrp.track;

import java.nio.charset.StandardCharsets;
import java.util.List;
import keepalived.core.config.TrackProcess;

/// Whether a process is one of those a tracker counts.
public final class ProcessMatch {

  /// What the kernel keeps of a name.
  private static final int NAME_LENGTH = 15;

  private ProcessMatch() {}

  /// By the kernel's name for it; where parameters or the full command are asked for, or a name is
  /// longer than the kernel's, by the command line, whose first word must be as written.
  public static boolean matches(TrackProcess tracked, Program program) {
    var words = program.words();
    if (words.isEmpty()) {
      return false;
    }
    return byName(tracked)
        ? program.name().equals(tracked.process())
        : words.getFirst().equals(tracked.process())
            && parameters(tracked, words.subList(1, words.size()));
  }

  private static boolean byName(TrackProcess tracked) {
    return !tracked.fullCommand()
        && tracked.match() == TrackProcess.Match.NONE
        && tracked.process().getBytes(StandardCharsets.UTF_8).length <= NAME_LENGTH;
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
