package keepalived.linux.netlink.rt.route;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.MalformedMessage;
import keepalived.linux.netlink.NetlinkMessage;
import keepalived.linux.netlink.rt.route.Rule.Action;
import keepalived.linux.netlink.rt.route.Rule.Mark;
import keepalived.linux.netlink.rt.route.Rule.Range;
import keepalived.linux.netlink.rt.route.Rule.Selector;
import keepalived.linux.netlink.rt.route.Rule.Upper;

/// Encodes and decodes policy rules:
///
///      0                   1                   2                   3
///     +---------------+---------------+---------------+---------------+
///     |    family     | dest. length  | source length |      TOS      |
///     +---------------+---------------+---------------+---------------+
///     | table (0-255) |           reserved            |    action     |
///     +---------------+-------------------------------+---------------+
///     |                             flags                             |
///     +---------------------------------------------------------------+
///     |                         attributes ...                        |
///
/// (linux/fib_rules.h, struct fib_rule_hdr)
public final class RuleCodec {

  static final int HEADER = 12;

  // linux/fib_rules.h
  private static final int FIB_RULE_INVERT = 2;
  private static final int FRA_DST = 1;
  private static final int FRA_SRC = 2;
  private static final int FRA_IIFNAME = 3;
  private static final int FRA_GOTO = 4;
  private static final int FRA_PRIORITY = 6;
  private static final int FRA_FWMARK = 10;
  private static final int FRA_FLOW = 11;
  private static final int FRA_TUN_ID = 12;
  private static final int FRA_SUPPRESS_IFGROUP = 13;
  private static final int FRA_SUPPRESS_PREFIXLEN = 14;
  private static final int FRA_TABLE = 15;
  private static final int FRA_FWMASK = 16;
  private static final int FRA_OIFNAME = 17;
  private static final int FRA_L3MDEV = 19;
  private static final int FRA_UID_RANGE = 20;
  private static final int FRA_PROTOCOL = 21;
  private static final int FRA_IP_PROTO = 22;
  private static final int FRA_SPORT_RANGE = 23;
  private static final int FRA_DPORT_RANGE = 24;
  private static final int FR_ACT_TO_TBL = 1;
  private static final int FR_ACT_GOTO = 2;
  private static final int FR_ACT_NOP = 3;
  private static final int FR_ACT_BLACKHOLE = 6;
  private static final int FR_ACT_UNREACHABLE = 7;
  private static final int FR_ACT_PROHIBIT = 8;

  private RuleCodec() {}

  public static void encode(Rule rule, AttributeWriter body) {
    var selector = rule.selector();
    long table = rule.action() instanceof Action.Lookup(var t, _, _) ? t : 0;
    body.header(
        out ->
            out.put((byte) rule.family().number())
                .put((byte) selector.to().map(IpPrefix::length).orElse(0).intValue())
                .put((byte) selector.from().map(IpPrefix::length).orElse(0).intValue())
                .put((byte) selector.tos())
                .put((byte) (table < 256 ? table : 0))
                .putShort((short) 0)
                .put((byte) number(rule.action()))
                .putInt(selector.inverted() ? FIB_RULE_INVERT : 0));
    body.u32(FRA_PRIORITY, rule.priority());
    encodeSelector(selector, body);
    encodeAction(rule.action(), body);
    if (rule.realms() != 0) {
      body.u32(FRA_FLOW, rule.realms());
    }
    if (rule.protocol() != 0) {
      body.u8(FRA_PROTOCOL, rule.protocol());
    }
  }

  private static void encodeSelector(Selector selector, AttributeWriter body) {
    selector.to().filter(p -> p.length() > 0).ifPresent(p -> body.address(FRA_DST, p.address()));
    selector.from().filter(p -> p.length() > 0).ifPresent(p -> body.address(FRA_SRC, p.address()));
    if (!selector.inputLink().isEmpty()) {
      body.string(FRA_IIFNAME, selector.inputLink());
    }
    if (!selector.outputLink().isEmpty()) {
      body.string(FRA_OIFNAME, selector.outputLink());
    }
    selector.mark().ifPresent(m -> body.u32(FRA_FWMARK, m.value()).u32(FRA_FWMASK, m.mask()));
    var upper = selector.upper();
    upper.tunnelId().ifPresent(id -> body.be64(FRA_TUN_ID, id));
    upper
        .users()
        .ifPresent(
            range ->
                body.struct(
                    FRA_UID_RANGE,
                    out -> out.putInt((int) range.first()).putInt((int) range.last())));
    upper.ipProtocol().ifPresent(p -> body.u8(FRA_IP_PROTO, p));
    upper.sourcePorts().ifPresent(range -> ports(FRA_SPORT_RANGE, range, body));
    upper.destinationPorts().ifPresent(range -> ports(FRA_DPORT_RANGE, range, body));
  }

  private static void ports(int type, Range range, AttributeWriter body) {
    body.struct(type, out -> out.putShort((short) range.first()).putShort((short) range.last()));
  }

  private static void encodeAction(Action action, AttributeWriter body) {
    switch (action) {
      case Action.Lookup(var table, var length, var group) -> {
        body.u32(FRA_TABLE, table);
        length.ifPresent(l -> body.u32(FRA_SUPPRESS_PREFIXLEN, l));
        group.ifPresent(g -> body.u32(FRA_SUPPRESS_IFGROUP, g));
      }
      case Action.LookupByVrf() -> body.u8(FRA_L3MDEV, 1);
      case Action.GoTo(var priority) -> body.u32(FRA_GOTO, priority);
      case Action.Nothing(), Action.Blackhole(), Action.Unreachable(), Action.Prohibit() -> {}
    }
  }

  private static int number(Action action) {
    return switch (action) {
      case Action.Lookup _, Action.LookupByVrf _ -> FR_ACT_TO_TBL;
      case Action.GoTo _ -> FR_ACT_GOTO;
      case Action.Nothing _ -> FR_ACT_NOP;
      case Action.Blackhole _ -> FR_ACT_BLACKHOLE;
      case Action.Unreachable _ -> FR_ACT_UNREACHABLE;
      case Action.Prohibit _ -> FR_ACT_PROHIBIT;
    };
  }

  /// The rule in a NEWRULE or DELRULE message; empty for other families and actions.
  public static Optional<Rule> decode(NetlinkMessage message) {
    var attributes = message.attributes(HEADER);
    var header = message.payload();
    int family = header.get(0) & 0xFF;
    if (family != Family.IPV4.number() && family != Family.IPV6.number()) {
      return Optional.empty();
    }
    var draft = new Draft(family == Family.IPV4.number() ? Family.IPV4 : Family.IPV6, header);
    while (attributes.next()) {
      draft.read(attributes);
    }
    return draft.action().map(draft::rule);
  }

  /// Collects the values of a message.
  private static final class Draft {
    private final Family family;
    private final ByteBuffer header;
    private long priority;
    private Optional<IpPrefix> from = Optional.empty();
    private Optional<IpPrefix> to = Optional.empty();
    private String inputLink = "";
    private String outputLink = "";
    private OptionalLong mark = OptionalLong.empty();
    private long mask = 0xFFFF_FFFFL;
    private OptionalLong tunnelId = OptionalLong.empty();
    private Optional<Range> users = Optional.empty();
    private OptionalInt ipProtocol = OptionalInt.empty();
    private Optional<Range> sourcePorts = Optional.empty();
    private Optional<Range> destinationPorts = Optional.empty();
    private long table;
    private int suppressedLength = -1;
    private int suppressedGroup = -1;
    private boolean byVrf;
    private long target;
    private long realms;
    private int protocol;

    Draft(Family family, ByteBuffer header) {
      this.family = family;
      this.header = header;
      table = header.get(4) & 0xFF;
    }

    void read(AttributeReader attribute) {
      switch (attribute.type()) {
        case FRA_DST -> to = Optional.of(prefix(attribute, header.get(1) & 0xFF));
        case FRA_SRC -> from = Optional.of(prefix(attribute, header.get(2) & 0xFF));
        case FRA_IIFNAME -> inputLink = attribute.string();
        case FRA_OIFNAME -> outputLink = attribute.string();
        case FRA_GOTO -> target = attribute.u32();
        case FRA_PRIORITY -> priority = attribute.u32();
        case FRA_FWMARK -> mark = OptionalLong.of(attribute.u32());
        case FRA_FWMASK -> mask = attribute.u32();
        case FRA_FLOW -> realms = attribute.u32();
        case FRA_TUN_ID -> tunnelId = OptionalLong.of(attribute.be64());
        case FRA_SUPPRESS_IFGROUP -> suppressedGroup = attribute.s32();
        case FRA_SUPPRESS_PREFIXLEN -> suppressedLength = attribute.s32();
        case FRA_TABLE -> table = attribute.u32();
        case FRA_L3MDEV -> byVrf = attribute.u8() != 0;
        case FRA_UID_RANGE -> {
          var range = attribute.struct(8);
          users =
              Optional.of(
                  new Range(
                      Integer.toUnsignedLong(range.getInt(0)),
                      Integer.toUnsignedLong(range.getInt(4))));
        }
        case FRA_PROTOCOL -> protocol = attribute.u8();
        case FRA_IP_PROTO -> ipProtocol = OptionalInt.of(attribute.u8());
        case FRA_SPORT_RANGE -> sourcePorts = Optional.of(range(attribute.struct(4)));
        case FRA_DPORT_RANGE -> destinationPorts = Optional.of(range(attribute.struct(4)));
        default -> {}
      }
    }

    private static Range range(ByteBuffer ports) {
      return new Range(ports.getShort(0) & 0xFFFF, ports.getShort(2) & 0xFFFF);
    }

    private IpPrefix prefix(AttributeReader attribute, int length) {
      IpAddress address = attribute.address();
      if (address.family() != family || length > family.bits()) {
        throw new MalformedMessage(address + "/" + length + " in a rule of " + family);
      }
      return new IpPrefix(address, length);
    }

    Optional<Action> action() {
      return switch (header.get(7) & 0xFF) {
        case FR_ACT_TO_TBL ->
            Optional.of(
                byVrf
                    ? new Action.LookupByVrf()
                    : new Action.Lookup(table, said(suppressedLength), said(suppressedGroup)));
        case FR_ACT_GOTO -> Optional.of(new Action.GoTo(target));
        case FR_ACT_NOP -> Optional.of(new Action.Nothing());
        case FR_ACT_BLACKHOLE -> Optional.of(new Action.Blackhole());
        case FR_ACT_UNREACHABLE -> Optional.of(new Action.Unreachable());
        case FR_ACT_PROHIBIT -> Optional.of(new Action.Prohibit());
        default -> Optional.empty();
      };
    }

    private static OptionalInt said(int value) {
      return value == -1 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    Rule rule(Action action) {
      var selector =
          new Selector(
              from,
              to,
              header.get(3) & 0xFF,
              inputLink,
              outputLink,
              mark.isPresent() ? Optional.of(new Mark(mark.getAsLong(), mask)) : Optional.empty(),
              new Upper(tunnelId, users, ipProtocol, sourcePorts, destinationPorts),
              (header.getInt(8) & FIB_RULE_INVERT) != 0);
      return new Rule(family, priority, selector, action, realms, protocol);
    }
  }
}
