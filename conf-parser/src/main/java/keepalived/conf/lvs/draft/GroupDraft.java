package keepalived.conf.lvs.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.lvs.value.AddressRun;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.tree.Word;
import keepalived.core.config.LvsConfig.VirtualServerGroup;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.net.Family;

/// A `virtual_server_group` during reading.
public final class GroupDraft {

  public static final Keywords<GroupDraft> KEYWORDS =
      Keywords.<GroupDraft>of("virtual_server_group")
          .custom("fwmark", GroupDraft::mark)
          .otherwise(GroupDraft::range)
          .unopened(Code.GROUP_UNREADABLE);

  private final String name;

  /// Whether the group has an entry that cannot be used.
  private boolean refused;

  /// The place of a mark without its family.
  private Optional<Place> bareMark = Optional.empty();

  private final List<Member> members = new ArrayList<>();

  private GroupDraft(String name) {
    this.name = name;
  }

  public static Optional<GroupDraft> open(LvsDraft lvs, Args args) {
    var name = args.required();
    if (args.hasNext()) {
      args.add(
          new Diagnostic(
                  Code.GROUP_UNREADABLE,
                  args.place(args.rest().getFirst()),
                  "'virtual_server_group' takes one name before its brace")
              .because("keepalived 2.2.7 stops parsing here and does not start")
              .fix("remove what stands between the name and {, or quote the name"));
    }
    return name.map(w -> new GroupDraft(w.text()));
  }

  public static void close(LvsDraft lvs, GroupDraft d, Args args) {
    if (lvs.groups.containsKey(d.name)) {
      args.report(Code.REPEATED, "a virtual_server_group '" + d.name + "' is already defined");
      return;
    }
    if (d.members.isEmpty() || d.isAmbiguous()) {
      lvs.refusedGroups.add(d.name);
    }
    if (d.members.isEmpty() && d.refused) {
      return;
    }
    if (d.members.isEmpty()) {
      args.report(Code.INCOMPLETE, "virtual_server_group '" + d.name + "' has no entries");
      return;
    }
    if (d.isAmbiguous()) {
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  d.bareMark.orElse(args.place()),
                  "a mark in a group with IPv4 and IPv6 needs its family; the group is dropped")
              .because("the other members do not tell which packets the mark is for")
              .fix("add inet or inet6 after the mark")
              .original(
                  "virtual server group %s cannot have IPv4, IPv6 and fwmark without family - removing"
                      .formatted(d.name)));
      return;
    }
    lvs.groups.put(d.name, new VirtualServerGroup(d.name, d.members));
  }

  private boolean isAmbiguous() {
    return bareMark.isPresent() && has(Family.IPV4) && has(Family.IPV6);
  }

  private boolean has(Family family) {
    return members.stream()
        .anyMatch(
            m ->
                switch (m) {
                  case Member.Range(var first, _, _) -> first.family() == family;
                  case Member.Mark(_, var of) -> of.filter(family::equals).isPresent();
                });
  }

  private static void mark(GroupDraft d, Args args) {
    var mark = args.required().flatMap(w -> ServiceKeywords.mark(args, w));
    d.refused |= mark.isEmpty();
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
    if (family.isEmpty()) {
      d.bareMark = d.bareMark.or(() -> Optional.of(args.place()));
    }
    var chosen = family;
    mark.ifPresent(m -> d.members.add(new Member.Mark(m, chosen)));
  }

  /// Reads `ADDRESS [PORT]`, `ADDRESS-END [PORT]` or `ADDRESS/LENGTH [PORT]`. The first word is
  /// where other lines have their keyword.
  private static void range(GroupDraft d, Args args) {
    Word word = args.line().words().getFirst();
    var portWord = args.word();
    var port = portWord.isEmpty() ? Optional.of(0L) : args.integer(portWord.get(), 0, 65535);
    var run = AddressRun.parse(word.text());
    d.refused |= run.isEmpty() || port.isEmpty();
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
