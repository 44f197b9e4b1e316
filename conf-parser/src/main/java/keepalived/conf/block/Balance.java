package keepalived.conf.block;

import java.util.List;
import java.util.Set;
import keepalived.conf.tree.Line;

/// Counts braces from a line to the next block that can only be at the root, or to the end of the
/// file.
final class Balance {

  private final int[] before;
  private final int[] nextRoot;

  /// @param rootOnly keywords that never occur inside a block
  Balance(List<Line> lines, Set<String> rootOnly) {
    before = new int[lines.size() + 1];
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      before[i + 1] = before[i] + (line.isOpen() ? 1 : line.isClose() ? -1 : 0);
    }
    nextRoot = new int[lines.size() + 1];
    nextRoot[lines.size()] = lines.size();
    for (int i = lines.size() - 1; i >= 0; i--) {
      boolean root =
          rootOnly.contains(lines.get(i).keyword())
              && i + 1 < lines.size()
              && lines.get(i + 1).isOpen();
      nextRoot[i] = root ? i : nextRoot[i + 1];
    }
  }

  /// The depth at the next root block, if the depth before line `at` is `depth`. The result is 0
  /// when the braces match, positive when a closing brace is missing in between, and negative when
  /// there is one too many.
  int surplus(int at, int depth) {
    return depth + before[nextRoot[at]] - before[at];
  }
}
