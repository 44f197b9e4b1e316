package keepalived.core.config.field;

import java.util.ArrayList;
import java.util.List;
import keepalived.core.config.iproute.VirtualRule;

/// Rules as the file writes them.
final class RuleWords {

  private static final int KEEPALIVED = 18;

  private RuleWords() {}

  /// `from 10.0.0.0/8 table 100 preference 32000`.
  static String text(VirtualRule rule) {
    var words = new ArrayList<String>();
    boolean plain = rule.from().isEmpty() && rule.to().isEmpty();
    if (plain || rule.from().or(rule::to).get().family() != rule.family()) {
      words.add(Words.text(rule.family()));
    }
    if (rule.inverted()) {
      words.add("not");
    }
    rule.from().ifPresent(from -> words.add("from " + ItemWords.prefix(from)));
    rule.to().ifPresent(to -> words.add("to " + ItemWords.prefix(to)));
    selectors(words, rule.selectors());
    rule.suppress()
        .prefixLength()
        .ifPresent(length -> words.add("suppress_prefixlength " + length));
    rule.suppress().interfaceGroup().ifPresent(group -> words.add("suppress_ifgroup " + group));
    rule.realms().ifPresent(realms -> words.add(ItemWords.realms(realms)));
    words.add(action(rule.action()));
    words.add("preference " + rule.preference());
    if (rule.protocol() != KEEPALIVED) {
      words.add("protocol " + rule.protocol());
    }
    ItemWords.followed(words, rule.tracked(), rule.trackGroup().stream().toList());
    return String.join(" ", words);
  }

  private static void selectors(List<String> words, VirtualRule.Selectors select) {
    if (select.tos() != 0) {
      words.add("tos " + select.tos());
    }
    var mask = select.markMask();
    var behind = mask.isPresent() ? "/" + mask.getAsLong() : "";
    select.mark().ifPresent(mark -> words.add("fwmark " + mark + behind));
    select.incoming().ifPresent(dev -> words.add("iif " + dev));
    select.outgoing().ifPresent(dev -> words.add("oif " + dev));
    select.tunnelId().ifPresent(id -> words.add("tunnel-id " + id));
    select.users().ifPresent(users -> words.add("uidrange " + range(users)));
    select.ipProtocol().ifPresent(number -> words.add("ipproto " + number));
    select.sourcePorts().ifPresent(ports -> words.add("sport " + range(ports)));
    select.destinationPorts().ifPresent(ports -> words.add("dport " + range(ports)));
  }

  private static String range(VirtualRule.Range range) {
    return range.first() + "-" + range.last();
  }

  private static String action(VirtualRule.Action action) {
    return switch (action) {
      case VirtualRule.Action.Lookup(long table) -> "table " + ItemWords.table(table);
      case VirtualRule.Action.Goto(long preference) -> "goto " + preference;
      case VirtualRule.Action.Nop _ -> "nop";
      case VirtualRule.Action.Blackhole _ -> "blackhole";
      case VirtualRule.Action.Unreachable _ -> "unreachable";
      case VirtualRule.Action.Prohibit _ -> "prohibit";
      case VirtualRule.Action.L3mdev _ -> "l3mdev";
    };
  }
}
