package keepalived.conf.lvs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.Code;
import keepalived.conf.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.LvsConfig.VirtualServerGroup;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// A `virtual_server_group` while it is read.
final class GroupDraft {

  private static final long UINT = 0xFFFF_FFFFL;

  static final Keywords<GroupDraft> KEYWORDS =
      Keywords.<GroupDraft>of("virtual_server_group")
          .custom("fwmark", GroupDraft::mark)
          .otherwise(GroupDraft::range);

  private final String name;
  private final List<Member> members = new ArrayList<>();

  private GroupDraft(String name) {
    this.name = name;
  }

  static Optional<GroupDraft> open(LvsDraft lvs, Args args) {
    return args.required().map(w -> new GroupDraft(w.text()));
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
    var run = run(word.text());
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

  private record Run(IpAddress first, IpAddress last) {}

  private static Optional<Run> run(String text) {
    if (text.indexOf('/') > 0) {
      return IpPrefix.parse(text).filter(p -> p.equals(p.network())).map(GroupDraft::all);
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      return IpAddress.parse(text).map(a -> new Run(a, a));
    }
    var first = IpAddress.parse(text.substring(0, dash));
    return first.flatMap(
        f ->
            last(f, text.substring(dash + 1))
                .filter(l -> l.family() == f.family() && l.compareTo(f) >= 0)
                .map(l -> new Run(f, l)));
  }

  private static Run all(IpPrefix prefix) {
    byte[] bytes = prefix.address().bytes();
    for (int bit = prefix.length(); bit < bytes.length * 8; bit++) {
      bytes[bit / 8] |= (byte) (0x80 >>> (bit % 8));
    }
    return new Run(prefix.address(), IpAddress.of(bytes));
  }

  /// The end of a range: a full address, the last octet, or the last hextet.
  private static Optional<IpAddress> last(IpAddress first, String text) {
    var full = IpAddress.parse(text);
    if (full.isPresent()) {
      return full;
    }
    byte[] bytes = first.bytes();
    if (first.family() == Family.IPV4) {
      return Numbers.whole(text)
          .filter(n -> n >= 0 && n <= 255)
          .map(
              n -> {
                bytes[3] = n.byteValue();
                return IpAddress.of(bytes);
              });
    }
    if (!text.matches("[0-9a-fA-F]{1,4}")) {
      return Optional.empty();
    }
    int value = Integer.parseInt(text, 16);
    bytes[14] = (byte) (value >> 8);
    bytes[15] = (byte) value;
    return Optional.of(IpAddress.of(bytes));
  }
}
