package keepalived.conf.iproute;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Similar;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualAddress.Flag;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// Reads an address entry: `ADDRESS[/LENGTH] [options]` in the words of ip-address(8).
public final class AddressReader extends Entry {

  public static final Options<AddressReader> OPTIONS =
      new Options<AddressReader>()
          .word("dev", AddressReader::device)
          .word("scope", AddressReader::scope)
          .word("broadcast|brd", AddressReader::broadcast)
          .word("label", AddressReader::label)
          .word("peer", AddressReader::peer)
          .flag("home", a -> a.flags.add(Flag.HOME))
          .flag("-nodad", a -> a.flags.add(Flag.DETECT_DUPLICATES))
          .flag("mngtmpaddr", a -> a.flags.add(Flag.MANAGE_TEMPORARY))
          .flag("noprefixroute", a -> a.flags.add(Flag.NO_PREFIX_ROUTE))
          .flag("autojoin", a -> a.flags.add(Flag.AUTO_JOIN))
          .flag("no_track", a -> a.tracked = false)
          .word("preferred_lft", AddressReader::preferred)
          .flag("use_vmac", AddressReader::useVmac)
          .word("track_group", AddressReader::trackGroup);

  private static final int LINK_SCOPE = 253;
  private static final int LABEL_MAX = 15;

  private final EntryContext context;
  private final Word first;
  private final IpPrefix prefix;
  private Optional<String> interfaceName = Optional.empty();
  private int scope;
  private Optional<IpAddress> broadcast = Optional.empty();
  private Optional<String> label = Optional.empty();
  private Optional<IpPrefix> peer = Optional.empty();
  private final EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
  private OptionalLong preferred = OptionalLong.empty();
  private boolean preferredSet;
  private boolean tracked = true;
  private boolean virtualMac;
  private Optional<String> trackGroup = Optional.empty();

  private AddressReader(EntryContext context, Args args, Word first, IpPrefix prefix) {
    super(args, Rule.LENIENT);
    this.context = context;
    this.first = first;
    this.prefix = prefix;
    boolean linkLocal = prefix.family() == Family.IPV6 && prefix.address().isLinkLocal();
    scope = linkLocal ? LINK_SCOPE : 0;
  }

  /// Reads an entry from its first word on. Reports why an entry is skipped, and returns empty.
  public static Optional<VirtualAddress> read(EntryContext context, Args args) {
    Word first = args.word().orElseThrow();
    var prefix = Prefixes.readHost(args, first);
    if (prefix.isEmpty()) {
      args.rest();
    }
    return prefix.flatMap(p -> new AddressReader(context, args, first, p).read());
  }

  private Optional<VirtualAddress> read() {
    while (args.hasNext()) {
      OPTIONS.read(this);
    }
    if (!usable) {
      return Optional.empty();
    }
    dropUseless();
    boolean hostRoute = prefix.family() == Family.IPV6 && ownPrefix().length() == 128;
    if (!preferredSet && hostRoute) {
      preferred = OptionalLong.of(0);
    }
    return Optional.of(
        new VirtualAddress(
            ownPrefix(),
            interfaceName,
            scope,
            broadcast,
            label,
            peer,
            flags,
            preferred,
            tracked,
            virtualMac,
            trackGroup));
  }

  private boolean lengthIgnored() {
    return peer.isPresent() && first.text().indexOf('/') >= 0;
  }

  /// The prefix of the address itself. If there is a peer, the written prefix length is that of the
  /// peer.
  private IpPrefix ownPrefix() {
    return lengthIgnored() ? prefix.address().asPrefix() : prefix;
  }

  /// Drops options that an address of this kind cannot have.
  private void dropUseless() {
    if (peer.isPresent() && broadcast.isPresent()) {
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  args.place(first),
                  "an address with a peer has no broadcast address; it is ignored")
              .fix("remove brd")
              .original(
                  "Cannot specify broadcast and peer addresses - ignoring broadcast address"));
      broadcast = Optional.empty();
    }
    if (label.isPresent() && prefix.family() == Family.IPV6) {
      args.add(
          new Diagnostic(
                  Code.DROPPED, args.place(first), "an IPv6 address has no label; it is ignored")
              .fix("remove label")
              .original(
                  "Cannot specify label for IPv6 addresses (%s) - ignoring label"
                      .formatted(prefix.address())));
      label = Optional.empty();
    }
    if (lengthIgnored()) {
      args.report(
          Code.CONFLICT,
          first,
          "an address with a peer has no prefix length of its own; it is ignored");
    }
  }

  @Override
  protected String noun() {
    return "address";
  }

  @Override
  protected void unknown(Word option) {
    var diagnostic =
        new Diagnostic(
                Code.WORD_INVALID, args.place(option), "'" + option + "' is not an address option")
            .original("Unknown configuration entry '" + option + "' for ip address - ignoring");
    var similar = Similar.to(option.text(), OPTIONS.names());
    if (similar.filter(OPTIONS::valued).isPresent()) {
      args.word();
    }
    boolean another = IpAddress.parse(option.text().split("/", 2)[0]).isPresent();
    args.add(
        another
            ? diagnostic.fix("write one address a line")
            : similar.map(s -> diagnostic.fix("did you mean '" + s + "'?")).orElse(diagnostic));
  }

  private void device(Word word) {
    if (interfaceName.isPresent()) {
      usable = false;
      args.report(Code.DROPPED, word, "an address has one interface; the whole entry is skipped");
      return;
    }
    context.findInterface(args, word);
    interfaceName = Optional.of(word.text());
  }

  private void scope(Word word) {
    var number = IprouteNames.scope(args.host(), word.text());
    if (number.isEmpty()) {
      args.report(Code.WORD_INVALID, word, "'" + word + "' is not an address scope");
    }
    number.ifPresent(n -> scope = n.intValue());
  }

  private void broadcast(Word word) {
    if (prefix.family() == Family.IPV6) {
      args.report(Code.CONFLICT, word, "an IPv6 address has no broadcast address");
      return;
    }
    if (word.text().equals("+") || word.text().equals("-")) {
      broadcast = Optional.of(edge(prefix, word.text().equals("+")));
      return;
    }
    broadcast = IpAddress.parse(word.text()).filter(a -> a.family() == Family.IPV4);
    if (broadcast.isEmpty()) {
      usable = false;
      args.add(
          new Diagnostic(
                  Code.ADDRESS_INVALID,
                  args.place(word),
                  "'" + word + "' is not a broadcast address; the whole entry is skipped")
              .original(
                  "VRRP is trying to assign invalid broadcast " + word + ". skipping VIP..."));
    }
  }

  /// The address whose host bits are all 1 (`set`) or all 0.
  private static IpAddress edge(IpPrefix prefix, boolean set) {
    byte[] bytes = prefix.network().address().bytes();
    for (int bit = prefix.length(); set && bit < bytes.length * 8; bit++) {
      bytes[bit / 8] |= (byte) (0x80 >>> (bit % 8));
    }
    return IpAddress.of(bytes);
  }

  private void label(Word word) {
    if (word.text().length() > LABEL_MAX) {
      usable = false;
      args.add(
          new Diagnostic(
                  Code.WORD_INVALID,
                  args.place(word),
                  "a label has at most " + LABEL_MAX + " characters; the whole entry is skipped")
              .original("Address label " + word + " is longer than maximum length 15"));
      return;
    }
    label = Optional.of(word.text());
  }

  private void peer(Word word) {
    var other = Prefixes.readHost(args, word);
    if (other.isPresent() && other.get().family() != prefix.family()) {
      args.report(Code.DROPPED, word, "the peer is of another address family; it is ignored");
      return;
    }
    peer = other;
  }

  private void preferred(Word word) {
    preferredSet = true;
    if (word.text().equals("forever")) {
      return;
    }
    args.integer(word, 0, 0xFFFF_FFFEL).ifPresent(n -> preferred = OptionalLong.of(n));
  }

  private void useVmac() {
    if (context.fixed()) {
      unknown(option);
      return;
    }
    args.report(
        Code.UNSUPPORTED,
        option,
        "'use_vmac' of an address is read but not supported: no interface but the instance's own"
            + " has a virtual MAC address");
    virtualMac = true;
  }

  private void trackGroup(Word word) {
    context.trackGroup(args, word).ifPresent(name -> trackGroup = Optional.of(name));
  }
}
