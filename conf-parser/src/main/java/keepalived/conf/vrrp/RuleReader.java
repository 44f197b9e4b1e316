package keepalived.conf.vrrp;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.config.iproute.VirtualRule.Action;
import keepalived.core.config.iproute.VirtualRule.Range;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;

/// Reads a rule entry in the words of ip-rule(8).
final class RuleReader {

  /// The words that can stand in an entry.
  static final Set<String> OPTIONS =
      Set.of(
          "from",
          "to",
          "table",
          "lookup",
          "inet",
          "inet6",
          "not",
          "preference",
          "order",
          "priority",
          "tos",
          "dsfield",
          "fwmark",
          "realms",
          "suppress_prefixlength",
          "sup_pl",
          "suppress_ifgroup",
          "sup_group",
          "dev",
          "iif",
          "oif",
          "tunnel-id",
          "uidrange",
          "sport",
          "dport",
          "protocol",
          "ipproto",
          "no_track",
          "track_group",
          "type",
          "goto",
          "l3mdev",
          "nop",
          "blackhole",
          "unreachable",
          "prohibit");

  private static final int KEEPALIVED = 18;
  private static final long UINT = 0xFFFF_FFFFL;

  private final VrrpDraft vrrp;
  private final boolean fixed;
  private Optional<Family> family = Optional.empty();
  private boolean inverted;
  private Optional<IpPrefix> from = Optional.empty();
  private Optional<IpPrefix> to = Optional.empty();
  private OptionalLong preference = OptionalLong.empty();
  private Optional<Action> action = Optional.empty();
  private int tos;
  private OptionalLong mark = OptionalLong.empty();
  private OptionalLong markMask = OptionalLong.empty();
  private Optional<String> incoming = Optional.empty();
  private Optional<String> outgoing = Optional.empty();
  private OptionalLong tunnelId = OptionalLong.empty();
  private Optional<Range> users = Optional.empty();
  private OptionalInt ipProtocol = OptionalInt.empty();
  private Optional<Range> sourcePorts = Optional.empty();
  private Optional<Range> destinationPorts = Optional.empty();
  private OptionalInt suppressLength = OptionalInt.empty();
  private OptionalLong suppressGroup = OptionalLong.empty();
  private OptionalLong realms = OptionalLong.empty();
  private int protocol = KEEPALIVED;
  private boolean tracked = true;
  private Optional<String> trackGroup = Optional.empty();
  private boolean usable = true;

  private RuleReader(VrrpDraft vrrp, boolean fixed) {
    this.vrrp = vrrp;
    this.fixed = fixed;
  }

  static Optional<VirtualRule> read(VrrpDraft vrrp, Args args, boolean fixed) {
    return new RuleReader(vrrp, fixed).read(args);
  }

  private Optional<VirtualRule> read(Args args) {
    while (args.hasNext() && usable) {
      option(args);
    }
    args.rest();
    if (usable && action.isEmpty()) {
      usable = false;
      args.add(
          new Diagnostic(Code.INCOMPLETE, args.place(), "this rule has no action; it is skipped")
              .fix("add 'table NUMBER'")
              .original("No action specified for rule - ignoring"));
    }
    if (usable
        && preference.isPresent()
        && action.get() instanceof Action.Goto(long target)
        && preference.getAsLong() >= target) {
      usable = false;
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  args.place(),
                  "goto "
                      + target
                      + " does not lead forward from preference "
                      + preference.getAsLong()
                      + "; the rule is skipped")
              .because("the kernel goes through rules upwards only")
              .fix("write a target above the preference")
              .original(
                  "Invalid rule - preference %d >= goto target %d"
                      .formatted(preference.getAsLong(), target)));
    }
    if (!usable) {
      return Optional.empty();
    }
    if (protocol != KEEPALIVED && tracked) {
      args.report(
          Code.CONFLICT, "only rules of protocol keepalived can be tracked; that protocol is used");
      protocol = KEEPALIVED;
    }
    var of = family.orElse(Family.IPV4);
    if (preference.isEmpty()) {
      long assigned = vrrp.preferences.next(of);
      preference = OptionalLong.of(assigned);
      args.add(
          new Diagnostic(
                  Code.DEFAULT_USED,
                  args.place(),
                  "this rule has no preference; " + assigned + " is used")
              .fix("add 'preference NUMBER'"));
    }
    return Optional.of(build(of));
  }

  private VirtualRule build(Family of) {
    return new VirtualRule(
        of,
        inverted,
        from,
        to,
        preference.getAsLong(),
        action.get(),
        new VirtualRule.Selectors(
            tos,
            mark,
            markMask,
            incoming,
            outgoing,
            tunnelId,
            users,
            ipProtocol,
            sourcePorts,
            destinationPorts),
        new VirtualRule.Suppress(suppressLength, suppressGroup),
        realms,
        protocol,
        tracked && protocol == KEEPALIVED,
        trackGroup);
  }

  private void option(Args args) {
    Word word = args.word().orElseThrow();
    switch (word.text()) {
      case "from" ->
          required(args).flatMap(w -> prefix(args, w)).ifPresent(p -> from = Optional.of(p));
      case "to" -> required(args).flatMap(w -> prefix(args, w)).ifPresent(p -> to = Optional.of(p));
      case "table", "lookup" ->
          required(args)
              .flatMap(
                  w -> Names.table(args.host(), w.text()).or(() -> bad(args, w, "a routing table")))
              .ifPresent(n -> action(args, word, new Action.Lookup(n)));
      case "inet" -> family = Optional.of(Family.IPV4);
      case "inet6" -> family(args, word);
      case "not" -> inverted = true;
      case "preference", "order", "priority" ->
          required(args)
              .flatMap(w -> anyNumber(args, w))
              .ifPresent(n -> preference = OptionalLong.of(n));
      case "tos", "dsfield" ->
          required(args)
              .flatMap(
                  w ->
                      Names.dsfield(args.host(), w.text())
                          .or(() -> bad(args, w, "a type of service")))
              .ifPresent(n -> tos = n.intValue());
      case "fwmark" -> required(args).ifPresent(w -> mark(args, w));
      case "realms" ->
          required(args)
              .flatMap(w -> Names.realms(args.host(), w.text()).or(() -> bad(args, w, "a realm")))
              .ifPresent(n -> realms = OptionalLong.of(n));
      case "suppress_prefixlength", "sup_pl" ->
          required(args)
              .flatMap(w -> number(args, w, Integer.MAX_VALUE))
              .ifPresent(n -> suppressLength = OptionalInt.of(n.intValue()));
      case "suppress_ifgroup", "sup_group" ->
          required(args)
              .flatMap(
                  w ->
                      Names.group(args.host(), w.text())
                          .or(() -> bad(args, w, "an interface group")))
              .ifPresent(n -> suppressGroup = OptionalLong.of(n));
      case "dev", "iif" -> required(args).ifPresent(w -> incoming = device(args, w));
      case "oif" -> required(args).ifPresent(w -> outgoing = device(args, w));
      default -> rareOption(args, word);
    }
  }

  private void rareOption(Args args, Word word) {
    switch (word.text()) {
      case "tunnel-id" ->
          required(args)
              .flatMap(w -> number(args, w, Long.MAX_VALUE))
              .ifPresent(n -> tunnelId = OptionalLong.of(n));
      case "uidrange" ->
          required(args).flatMap(w -> range(args, w, UINT)).ifPresent(r -> users = Optional.of(r));
      case "sport" ->
          required(args)
              .flatMap(w -> range(args, w, 65535))
              .ifPresent(r -> sourcePorts = Optional.of(r));
      case "dport" ->
          required(args)
              .flatMap(w -> range(args, w, 65535))
              .ifPresent(r -> destinationPorts = Optional.of(r));
      case "protocol" ->
          required(args)
              .flatMap(
                  w -> Names.protocol(args.host(), w.text()).or(() -> bad(args, w, "a protocol")))
              .ifPresent(n -> protocol = n.intValue());
      case "ipproto" -> required(args).ifPresent(w -> ipProtocol(args, w));
      case "no_track" -> tracked = false;
      case "track_group" -> required(args).ifPresent(w -> trackGroup(args, w));
      case "type" -> required(args).ifPresent(w -> unconditional(args, w));
      case "goto" ->
          required(args)
              .flatMap(w -> number(args, w, UINT))
              .ifPresent(n -> action(args, word, new Action.Goto(n)));
      default -> unconditional(args, word);
    }
  }

  private void unconditional(Args args, Word word) {
    switch (word.text()) {
      case "l3mdev" -> action(args, word, new Action.L3mdev());
      case "nop" -> action(args, word, new Action.Nop());
      case "blackhole" -> action(args, word, new Action.Blackhole());
      case "unreachable" -> action(args, word, new Action.Unreachable());
      case "prohibit" -> action(args, word, new Action.Prohibit());
      default -> {
        usable = false;
        args.add(
            new Diagnostic(
                    Code.WORD_INVALID,
                    args.place(word),
                    "'" + word + "' is not a rule option; the rule is skipped")
                .original("Unknown rule option " + word));
      }
    }
  }

  private Optional<Word> required(Args args) {
    var word = args.required();
    usable &= word.isPresent();
    return word;
  }

  private <T> Optional<T> bad(Args args, Word word, String what) {
    usable = false;
    args.report(Code.WORD_INVALID, word, "'" + word + "' is not " + what + "; the rule is skipped");
    return Optional.empty();
  }

  private Optional<Long> number(Args args, Word word, long max) {
    var number = args.integer(word, 0, max);
    usable &= number.isPresent();
    return number;
  }

  private Optional<Long> anyNumber(Args args, Word word) {
    return Numbers.anyBase(word.text())
        .filter(n -> n >= 0 && n <= UINT)
        .or(() -> number(args, word, UINT));
  }

  private void action(Args args, Word word, Action wanted) {
    if (action.isPresent()) {
      usable = false;
      args.report(Code.DROPPED, word, "a rule has one action; this one is skipped");
      return;
    }
    action = Optional.of(wanted);
  }

  private void family(Args args, Word word) {
    if (family.isPresent() && family.get() != Family.IPV6) {
      bad(args, word, "the family of this rule");
      return;
    }
    family = Optional.of(Family.IPV6);
  }

  private Optional<IpPrefix> prefix(Args args, Word word) {
    if (word.text().matches("any|all|default")) {
      return Optional.empty();
    }
    var prefix = AddressReader.prefix(args, word);
    usable &= prefix.isPresent();
    if (prefix.isPresent() && family.isPresent() && family.get() != prefix.get().family()) {
      usable = false;
      args.report(Code.DROPPED, word, "IPv4 and IPv6 do not mix in a rule; it is skipped");
      return Optional.empty();
    }
    prefix.ifPresent(p -> family = Optional.of(p.family()));
    return prefix;
  }

  private void mark(Args args, Word word) {
    String[] parts = word.text().split("/", 2);
    var value = Numbers.anyBase(parts[0]).filter(n -> n >= 0 && n <= UINT);
    var mask = parts.length == 2 ? Numbers.anyBase(parts[1]) : Optional.<Long>empty();
    if (value.isEmpty() || (parts.length == 2 && mask.isEmpty())) {
      bad(args, word, "a mark");
      return;
    }
    mark = OptionalLong.of(value.get());
    mask.ifPresent(m -> markMask = OptionalLong.of(m));
  }

  private Optional<String> device(Args args, Word word) {
    Interfaces.find(args, word, vrrp, "");
    return Optional.of(word.text());
  }

  private Optional<Range> range(Args args, Word word, long max) {
    String[] parts = word.text().split("-", 2);
    var first = Numbers.whole(parts[0]);
    var last = parts.length == 2 ? Numbers.whole(parts[1]) : Optional.<Long>empty();
    boolean fits =
        first.isPresent() && last.isPresent() && first.get() <= last.get() && last.get() <= max;
    return fits
        ? Optional.of(new Range(first.get(), last.get()))
        : bad(args, word, "a range FIRST-LAST");
  }

  private void ipProtocol(Args args, Word word) {
    var named =
        switch (word.text()) {
          case "icmp" -> Optional.of(1L);
          case "tcp" -> Optional.of(6L);
          case "udp" -> Optional.of(17L);
          case "gre" -> Optional.of(47L);
          case "esp" -> Optional.of(50L);
          case "ah" -> Optional.of(51L);
          case "ipv6-icmp", "icmpv6" -> Optional.of(58L);
          case "vrrp" -> Optional.of(112L);
          case "sctp" -> Optional.of(132L);
          default -> Numbers.whole(word.text()).filter(n -> n >= 0 && n <= 255);
        };
    if (named.isEmpty()) {
      bad(args, word, "an IP protocol");
    }
    named.ifPresent(n -> ipProtocol = OptionalInt.of(n.intValue()));
  }

  private void trackGroup(Args args, Word word) {
    if (!fixed || !vrrp.trackGroups.containsKey(word.text())) {
      args.report(Code.UNDEFINED_NAME, word, "there is no track_group '" + word + "' above");
      return;
    }
    trackGroup = Optional.of(word.text());
  }
}
