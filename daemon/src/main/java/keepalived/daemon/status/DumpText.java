package keepalived.daemon.status;

import java.util.List;
import keepalived.core.text.Printable;

/// Builds the text of a dump file: headings, titles and lines, with the indents that readers of
/// such files expect. Line ends in names and messages are escaped.
final class DumpText {

  private final StringBuilder text = new StringBuilder();

  void heading(String name) {
    text.append("------< ").append(Printable.of(name)).append(" >------\n");
  }

  /// ` VRRP Instance = VI_1`
  void title(String kind, String name) {
    top(kind + " = " + name);
  }

  /// ` Priority = 100`
  void line(String name, Object value) {
    plain(name + " = " + value);
  }

  /// A line with the indent of titles.
  void top(String words) {
    text.append(' ').append(Printable.of(words)).append('\n');
  }

  /// A line without a value.
  void plain(String words) {
    text.append("   ").append(Printable.of(words)).append('\n');
  }

  /// Items that belong to the line before, one below the other.
  void items(List<String> items) {
    items.forEach(item -> text.append("     ").append(Printable.of(item)).append('\n'));
  }

  /// A line that belongs to the one before.
  void sub(String words) {
    items(List.of(words));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
