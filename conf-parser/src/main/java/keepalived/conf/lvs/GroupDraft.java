package keepalived.conf.lvs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.Code;
import keepalived.conf.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.tree.Word;
import keepalived.core.config.LvsConfig.VirtualServerGroup;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.net.Family;

/// A `virtual_server_group` while it is read.
final class GroupDraft {

  private static final long UINT = 0xFFFF_FFFFL;

  static final Keywords<GroupDraft> KEYWORDS =
      Keywords.<GroupDraft>of("virtual_server_group")
          .custom("fwmark", GroupDraft::mark)
          .otherwise(GroupDraft::range)
          .unopened(Code.GROUP_UNREADABLE);

  private final String name;
  private final List<Member> members = new ArrayList<>();

  private GroupDraft(String name) {
    this.name = name;
  }

  static Optional<GroupDraft> open(LvsDraft lvs, Args args) {
    var name = args.required();
    if (args.hasNext()) {
      args.add(
          new Diagnostic(
                  Code.GROUP_UNREADABLE,
                  args.place(args.rest().getFirst()),
                  "'virtual_server_group' takes one name before its brace")
              .because("the original keepalived stops reading here and does not start")
              .fix("remove what stands between the name and {, or quote the name"));
    }
    return name.map(w -> new GroupDraft(w.text()));
  }

  static void close(LvsDraft lvs, GroupDraft d, Args args) {
    if (lvs.groups.containsKey(d.name)) {
      args.report(Code.REPEATED, "a virtual_server_group '" + d.name + "' is already defined");
      return;
    }
    if (d.members.isEmpty()) {
      args.report(Code.INCOMPLETE, "virtual_server_group '" + d.name + "' has no entries");
      return;
    }
    lvs.groups.put(d.name, new VirtualServerGroup(d.name, d.members));
  }

  private static void mark(GroupDraft d, Args args) {
    var mark = args.required().flatMap(w -> args.integer(w, 0, UINT));
    Optional<Family> family = Optional.empty();
    if (args.hasNext()) {
      Word word = args.word().orElseThrow();
      switch (word.text()) {
        case "inet" -> family = Optional.of(Family.IPV4);
        case "inet6" -> family = Optional.of(Family.IPV6);
        default -> {
          args.report(Code.WORD_INVALID, word, "'" + word + "' is not inet or inet6");
          return;
        }
      }
    }
    var chosen = family;
    mark.ifPresent(m -> d.members.add(new Member.Mark(m, chosen)));
  }

  /// `ADDRESS [PORT]`, `ADDRESS-END [PORT]`, `ADDRESS/LENGTH [PORT]`; the first word was taken as a
  /// keyword.
  private static void range(GroupDraft d, Args args) {
    Word word = args.line().words().getFirst();
    var portWord = args.word();
    var port = portWord.isEmpty() ? Optional.of(0L) : args.integer(portWord.get(), 0, 65535);
    var run = AddressRun.parse(word.text());
    if (run.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.ADDRESS_INVALID,
                  args.place(word),
                  "'" + word + "' is not an address or a range of addresses")
              .fix("write ADDRESS, ADDRESS-LAST or ADDRESS/LENGTH, then the port"));
      return;
    }
    port.ifPresent(
        p -> d.members.add(new Member.Range(run.get().first(), run.get().last(), p.intValue())));
  }
}
