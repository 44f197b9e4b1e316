package keepalived.conf.reader;

import java.util.ArrayList;
import java.util.List;
import keepalived.conf.schema.Keyword.Reads;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Support;
import keepalived.conf.vrrp.draft.EntryOptions;

/// All keywords of this program by block. The keyword manual and the coverage report are made from
/// it.
public final class KeywordTable {

  /// @param block the name of the block as in the manual: `(root)`, `vrrp_instance/authentication`
  /// @param state implemented, accepted without effect, unsupported or deprecated
  /// @param note the reason for the state, or what to write instead; may be empty
  public record Row(String block, String keyword, String state, String note) {}

  private final List<Row> rows = new ArrayList<>();

  private KeywordTable() {}

  /// One row for each keyword of each block.
  public static List<Row> rows() {
    var table = new KeywordTable();
    table.walk(Roots.TABLE);
    EntryOptions.all()
        .forEach(
            (block, options) ->
                options.forEach(option -> table.add(block, option, Support.IMPLEMENTED)));
    return List.copyOf(table.rows);
  }

  private void walk(Keywords<?> table) {
    for (var row : table.rows()) {
      add(table.block(), row.name(), row.support());
    }
    for (var row : table.rows()) {
      if (row.reads() instanceof Reads.Block<?, ?>(_, var inner, _)
          && rows.stream().noneMatch(r -> r.block().equals(inner.block()))) {
        walk(inner);
      }
    }
  }

  private void add(String block, String keyword, Support support) {
    rows.add(new Row(block, keyword, support.state().text(), support.note()));
  }
}
