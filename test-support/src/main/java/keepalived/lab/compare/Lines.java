package keepalived.lab.compare;

/// Compares two texts line by line.
final class Lines {

  private Lines() {}

  /// The lines that only one text has: `-` marks the original's, `+` ours. Lines of the longest
  /// common subsequence are left out.
  static String difference(String original, String ours) {
    var a = original.lines().toList();
    var b = ours.lines().toList();
    var common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    var text = new StringBuilder();
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        i++;
        j++;
      } else if (j == b.size() || i < a.size() && common[i + 1][j] >= common[i][j + 1]) {
        text.append("  -").append(a.get(i++)).append('\n');
      } else {
        text.append("  +").append(b.get(j++)).append('\n');
      }
    }
    return text.toString();
  }
}
