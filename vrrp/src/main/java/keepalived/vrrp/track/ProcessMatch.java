package keepalived.vrrp.track;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import keepalived.core.config.TrackProcess;

/// Whether a command line is one of those a tracker counts.
public final class ProcessMatch {

  /// What the kernel keeps of a name.
  private static final int NAME_LENGTH = 15;

  private ProcessMatch() {}

  /// @param command the command line of a process; kernel threads have an empty one
  public static boolean matches(TrackProcess tracked, List<String> command) {
    if (command.isEmpty()) {
      return false;
    }
    boolean whole = tracked.fullCommand() || tracked.match() != TrackProcess.Match.NONE;
    return name(tracked, command.getFirst(), whole)
        && parameters(tracked, command.subList(1, command.size()));
  }

  private static boolean name(TrackProcess tracked, String program, boolean whole) {
    if (tracked.fullCommand()) {
      return program.equals(tracked.process());
    }
    var base = base(program);
    var wanted = base(tracked.process());
    return whole ? base.equals(wanted) : Arrays.equals(cut(base), cut(wanted));
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static byte[] cut(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, Math.min(bytes.length, NAME_LENGTH));
  }

  private static boolean parameters(TrackProcess tracked, List<String> found) {
    var wanted = tracked.parameters();
    return switch (tracked.match()) {
      case NONE -> true;
      case EXACT -> found.equals(wanted);
      case INITIAL ->
          found.size() >= wanted.size() && found.subList(0, wanted.size()).equals(wanted);
      case PARTIAL -> partial(wanted, found);
    };
  }

  /// As INITIAL, but the last one may be longer than what is wanted.
  private static boolean partial(List<String> wanted, List<String> found) {
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
