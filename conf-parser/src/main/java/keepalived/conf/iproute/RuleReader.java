package keepalived.conf.iproute;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
public final class RuleReader extends Entry {

  /// The actions without a target. They may follow `type` or occur alone.
  private static final Map<String, Action> ACTIONS =
      Map.of(
          "l3mdev", new Action.L3mdev(),
          "nop", new Action.Nop(),
          "blackhole", new Action.Blackhole(),
          "unreachable", new Action.Unreachable(),
          "prohibit", new Action.Prohibit());

  /// The protocols of /etc/protocols that a rule can name.
  private static final Map<String, Integer> IP_PROTOCOLS =
      Map.ofEntries(
          Map.entry("icmp", 1),
          Map.entry("tcp", 6),
          Map.entry("udp", 17),
          Map.entry("gre", 47),
          Map.entry("esp", 50),
          Map.entry("ah", 51),
          Map.entry("ipv6-icmp", 58),
          Map.entry("icmpv6", 58),
          Map.entry("vrrp", 112),
          Map.entry("sctp", 132));

  public static final Options<RuleReader> OPTIONS =
      new Options<RuleReader>()
          .word("from", (r, w) -> r.prefix(w).ifPresent(p -> r.from = Optional.of(p)))
          .word("to", (r, w) -> r.prefix(w).ifPresent(p -> r.to = Optional.of(p)))
          .value(
              "table|lookup",
              named(IprouteNames::table, "a routing table"),
              (r, n) -> r.action(new Action.Lookup(n)))
          .flag("inet", r -> r.family = Optional.of(Family.IPV4))
          .flag("inet6", RuleReader::ipv6)
          .flag("not", r -> r.inverted = true)
          .value(
              "preference|order|priority",
              RuleReader::anyNumber,
              (r, n) -> r.preference = OptionalLong.of(n))
          .value(
              "tos|dsfield",
              named(IprouteNames::dsfield, "a type of service"),
              (r, n) -> r.tos = n.intValue())
          .word("fwmark", RuleReader::mark)
          .value(
              "realms",
              named(IprouteNames::realms, "a realm"),
              (r, n) -> r.realms = OptionalLong.of(n))
          .value(
              "suppress_prefixlength|sup_pl",
              number(Integer.MAX_VALUE),
              (r, n) -> r.suppressLength = OptionalInt.of(n.intValue()))
          .value(
              "suppress_ifgroup|sup_group",
              named(IprouteNames::group, "an interface group"),
              (r, n) -> r.suppressGroup = OptionalLong.of(n))
          .word("dev|iif", (r, w) -> r.incoming = r.device(w))
          .word("oif", (r, w) -> r.outgoing = r.device(w))
          .value("tunnel-id", number(Long.MAX_VALUE), (r, n) -> r.tunnelId = OptionalLong.of(n))
          .value("uidrange", range(UINT_MAX), (r, users) -> r.users = Optional.of(users))
          .value("sport", range(65535), (r, ports) -> r.sourcePorts = Optional.of(ports))
          .value("dport", range(65535), (r, ports) -> r.destinationPorts = Optional.of(ports))
          .value(
              "protocol",
              named(IprouteNames::protocol, "a protocol"),
              (r, n) -> r.protocol = n.intValue())
          .value("ipproto", RuleReader::ipProtocol, (r, n) -> r.ipProtocol = OptionalInt.of(n))
          .flag("no_track", r -> r.tracked = false)
          .word("track_group", RuleReader::trackGroup)
          .word("type", RuleReader::unconditional)
          .flag("l3mdev|nop|blackhole|unreachable|prohibit", r -> r.unconditional(r.option))
          .value("goto", number(UINT_MAX), (r, n) -> r.action(new Action.Goto(n)));

  private static final int KEEPALIVED = 18;

  private final EntryContext context;
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

  private RuleReader(EntryContext context, Args args) {
    super(args, Rule.FATAL);
    this.context = context;
  }

  /// Reads an entry from its first word on. Reports why an entry is skipped, and returns empty.
  public static Optional<VirtualRule> read(EntryContext context, Args args) {
    return new RuleReader(context, args).read();
  }

  private Optional<VirtualRule> read() {
    OPTIONS.readAll(this);
    args.rest();
    if (usable && action.isEmpty()) {
      usable = false;
      args.add(
          new Diagnostic(Code.INCOMPLETE, args.place(), "this rule has no action; it is skipped")
              .fix("add 'table NUMBER'")
              .original("No action specified for rule - ignoring"));
    }
    if (usable) {
      leadsForward();
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
      preference = OptionalLong.of(nextPreference(of));
    }
    return Optional.of(build(of));
  }

  private void leadsForward() {
    if (preference.isPresent()
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
  }

  private long nextPreference(Family of) {
    long assigned = context.preferences().applyAsLong(of);
    args.add(
        new Diagnostic(
                Code.DEFAULT_USED,
                args.place(),
                "this rule has no preference; " + assigned + " is used")
            .fix("add 'preference NUMBER'"));
    return assigned;
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

  @Override
  protected String noun() {
    return "rule";
  }

  @Override
  protected void unknown(Word word) {
    usable = false;
    args.add(
        new Diagnostic(
                Code.WORD_INVALID,
                args.place(word),
                "'" + word + "' is not a rule option; the rule is skipped")
            .original("Unknown rule option " + word));
  }

  private void unconditional(Word word) {
    var wanted = ACTIONS.get(word.text());
    if (wanted == null) {
      unknown(word);
    } else {
      action(word, wanted);
    }
  }

  private void action(Action wanted) {
    action(option, wanted);
  }

  private void action(Word word, Action wanted) {
    if (action.isPresent()) {
      usable = false;
      args.report(Code.DROPPED, word, "a rule has one action; this one is skipped");
      return;
    }
    action = Optional.of(wanted);
  }

  private void ipv6() {
    if (family.isPresent() && family.get() != Family.IPV6) {
      reject(option, "the family of this rule");
      return;
    }
    family = Optional.of(Family.IPV6);
  }

  private Optional<Long> anyNumber(Word word) {
    return Numbers.anyBase(word.text())
        .filter(n -> n >= 0 && n <= UINT_MAX)
        .or(() -> number(UINT_MAX).read(this, word));
  }

  /// Reads a prefix. Empty when the word means all addresses, because a rule needs no prefix for
  /// them.
  private Optional<IpPrefix> prefix(Word word) {
    if (word.text().matches("any|all|default")) {
      return Optional.empty();
    }
    var prefix = need(Prefixes.read(args, word));
    if (prefix.isPresent() && family.isPresent() && family.get() != prefix.get().family()) {
      usable = false;
      args.report(Code.DROPPED, word, "IPv4 and IPv6 do not mix in a rule; it is skipped");
      return Optional.empty();
    }
    prefix.ifPresent(p -> family = Optional.of(p.family()));
    return prefix;
  }

  /// Reads `MARK[/MASK]`.
  private void mark(Word word) {
    String[] parts = word.text().split("/", 2);
    var value = Numbers.anyBase(parts[0]).filter(n -> n >= 0 && n <= UINT_MAX);
    var mask = parts.length == 2 ? Numbers.anyBase(parts[1]) : Optional.<Long>empty();
    if (value.isEmpty() || (parts.length == 2 && mask.isEmpty())) {
      reject(word, "a mark");
      return;
    }
    mark = OptionalLong.of(value.get());
    mask.ifPresent(m -> markMask = OptionalLong.of(m));
  }

  private Optional<String> device(Word word) {
    context.findInterface(args, word);
    return Optional.of(word.text());
  }

  private static Options.Value<Entry, Range> range(long max) {
    return (entry, word) -> {
      String[] parts = word.text().split("-", 2);
      var first = Numbers.whole(parts[0]);
      var last = parts.length == 2 ? Numbers.whole(parts[1]) : Optional.<Long>empty();
      boolean fits =
          first.isPresent() && last.isPresent() && first.get() <= last.get() && last.get() <= max;
      return fits
          ? Optional.of(new Range(first.get(), last.get()))
          : entry.reject(word, "a range FIRST-LAST");
    };
  }

  private Optional<Integer> ipProtocol(Word word) {
    return Optional.ofNullable(IP_PROTOCOLS.get(word.text()))
        .or(() -> Numbers.whole(word.text()).filter(n -> n >= 0 && n <= 255).map(Long::intValue))
        .or(() -> reject(word, "an IP protocol"));
  }

  private void trackGroup(Word word) {
    context.trackGroup(args, word).ifPresent(name -> trackGroup = Optional.of(name));
  }
}
