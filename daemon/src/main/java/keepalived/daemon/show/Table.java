package keepalived.daemon.show;

import java.util.ArrayList;
import java.util.List;
import keepalived.core.text.Printable;

/// Rows of words in aligned columns. Words of others cannot move the cursor.
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    row(List.of(titles));
  }

  void row(List<String> cells) {
    rows.add(cells.stream().map(Printable::of).toList());
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        line.append(row.get(i)).repeat(" ", width - row.get(i).length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
