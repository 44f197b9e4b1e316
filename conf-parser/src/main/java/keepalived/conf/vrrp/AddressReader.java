package keepalived.conf.vrrp;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualAddress.Flag;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// Reads an address entry: `ADDRESS[/LENGTH] [options]` in the words of ip-address(8).
final class AddressReader {

  static final Set<String> OPTIONS =
      Set.of(
          "dev",
          "scope",
          "broadcast",
          "brd",
          "label",
          "peer",
          "home",
          "-nodad",
          "mngtmpaddr",
          "noprefixroute",
          "autojoin",
          "no_track",
          "preferred_lft",
          "use_vmac",
          "track_group");

  /// Options that have a value.
  private static final Set<String> VALUED =
      Set.of("dev", "scope", "broadcast", "brd", "label", "peer", "preferred_lft", "track_group");

  private static final int LINK_SCOPE = 253;
  private static final int LABEL_MAX = 15;

  private final VrrpDraft vrrp;
  private final boolean fixed;
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
  private boolean usable = true;

  /// @param fixed static address: may have a track group and no VMAC
  private AddressReader(VrrpDraft vrrp, boolean fixed) {
    this.vrrp = vrrp;
    this.fixed = fixed;
  }

  static Optional<VirtualAddress> read(VrrpDraft vrrp, Args args, boolean fixed) {
    return new AddressReader(vrrp, fixed).read(args);
  }

  private Optional<VirtualAddress> read(Args args) {
    Word first = args.word().orElseThrow();
    var prefix = hostPrefix(args, first);
    if (prefix.isEmpty()) {
      args.rest();
      return Optional.empty();
    }
    scope =
        prefix.get().family() == Family.IPV6 && prefix.get().address().isLinkLocal()
            ? LINK_SCOPE
            : 0;
    while (args.hasNext()) {
      option(args, prefix.get());
    }
    if (!usable) {
      return Optional.empty();
    }
    ofNoUse(args, first, prefix.get());
    if (peer.isPresent() && first.text().indexOf('/') >= 0) {
      args.report(
          Code.CONFLICT,
          first,
          "an address with a peer has no prefix length of its own; it is ignored");
      prefix = Optional.of(prefix.get().address().asPrefix());
    }
    boolean hostRoute = prefix.get().family() == Family.IPV6 && prefix.get().length() == 128;
    if (!preferredSet && hostRoute) {
      preferred = OptionalLong.of(0);
    }
    return Optional.of(
        new VirtualAddress(
            prefix.get(),
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

  /// What does not go with the rest of the entry.
  private void ofNoUse(Args args, Word first, IpPrefix prefix) {
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
  }

  /// The words that stand for all addresses are no address that a host can have.
  private static Optional<IpPrefix> hostPrefix(Args args, Word word) {
    return switch (word.text()) {
      case "default", "default6", "any", "all" -> {
        args.add(
            new Diagnostic(
                    Code.ADDRESS_INVALID,
                    args.place(word),
                    "'" + word + "' stands for all addresses; one is needed here")
                .because("the entry is skipped")
                .original("VRRP parsed invalid IP " + word + ". skipping IP..."));
        yield Optional.empty();
      }
      default -> prefix(args, word);
    };
  }

  /// An address with prefix length; a bad length is reported and the whole length taken.
  static Optional<IpPrefix> prefix(Args args, Word word) {
    String text = word.text();
    switch (text) {
      case "default", "any", "all" -> {
        return IpPrefix.parse("0.0.0.0/0");
      }
      case "default6" -> {
        return IpPrefix.parse("::/0");
      }
      default -> {}
    }
    int slash = text.indexOf('/');
    var address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.ADDRESS_INVALID, args.place(word), "'" + text + "' is not an IP address")
              .because("the entry is skipped")
              .original("VRRP parsed invalid IP " + text + ". skipping IP..."));
      return Optional.empty();
    }
    if (slash < 0) {
      return address.map(IpAddress::asPrefix);
    }
    int bits = address.get().family().bits();
    var length = Numbers.whole(text.substring(slash + 1)).filter(n -> n >= 0 && n <= bits);
    if (length.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.ADDRESS_INVALID,
                  args.place(word),
                  "the prefix length of '" + text + "' is not between 0 and " + bits)
              .because("/" + bits + " is used")
              .original(
                  "Invalid address prefix len "
                      + text.substring(slash + 1)
                      + " for address "
                      + text
                      + " - using "
                      + bits));
    }
    return Optional.of(new IpPrefix(address.get(), length.map(Long::intValue).orElse(bits)));
  }

  private void option(Args args, IpPrefix prefix) {
    Word option = args.word().orElseThrow();
    switch (option.text()) {
      case "dev" -> value(args).ifPresent(w -> device(args, w));
      case "scope" -> value(args).ifPresent(w -> scope(args, w));
      case "broadcast", "brd" -> value(args).ifPresent(w -> broadcast(args, w, prefix));
      case "label" -> value(args).ifPresent(w -> label(args, w));
      case "peer" -> value(args).ifPresent(w -> peer(args, w, prefix));
      case "home" -> flags.add(Flag.HOME);
      case "-nodad" -> flags.add(Flag.DETECT_DUPLICATES);
      case "mngtmpaddr" -> flags.add(Flag.MANAGE_TEMPORARY);
      case "noprefixroute" -> flags.add(Flag.NO_PREFIX_ROUTE);
      case "autojoin" -> flags.add(Flag.AUTO_JOIN);
      case "no_track" -> tracked = false;
      case "preferred_lft" -> value(args).ifPresent(w -> preferred(args, w));
      case "use_vmac" -> useVmac(args, option);
      case "track_group" -> value(args).ifPresent(w -> trackGroup(args, w));
      default -> unknown(args, option);
    }
  }

  private Optional<Word> value(Args args) {
    var word = args.word(Missing.COMPLAINT);
    return word;
  }

  private void unknown(Args args, Word option) {
    var diagnostic =
        new Diagnostic(
                Code.WORD_INVALID, args.place(option), "'" + option + "' is not an address option")
            .original("Unknown configuration entry '" + option + "' for ip address - ignoring");
    var similar = keepalived.conf.schema.Similar.to(option.text(), OPTIONS);
    if (similar.filter(VALUED::contains).isPresent()) {
      args.word();
    }
    boolean another = IpAddress.parse(option.text().split("/", 2)[0]).isPresent();
    args.add(
        another
            ? diagnostic.fix("write one address a line")
            : similar.map(s -> diagnostic.fix("did you mean '" + s + "'?")).orElse(diagnostic));
  }

  private void device(Args args, Word word) {
    if (interfaceName.isPresent()) {
      usable = false;
      args.report(Code.DROPPED, word, "an address has one interface; the whole entry is skipped");
      return;
    }
    Interfaces.find(args, word, vrrp, "");
    interfaceName = Optional.of(word.text());
  }

  private void scope(Args args, Word word) {
    var number = Names.scope(args.host(), word.text());
    if (number.isEmpty()) {
      args.report(Code.WORD_INVALID, word, "'" + word + "' is not an address scope");
    }
    number.ifPresent(n -> scope = n.intValue());
  }

  private void broadcast(Args args, Word word, IpPrefix prefix) {
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

  /// The address with all host bits set, or cleared.
  private static IpAddress edge(IpPrefix prefix, boolean set) {
    byte[] bytes = prefix.network().address().bytes();
    for (int bit = prefix.length(); set && bit < bytes.length * 8; bit++) {
      bytes[bit / 8] |= (byte) (0x80 >>> (bit % 8));
    }
    return IpAddress.of(bytes);
  }

  private void label(Args args, Word word) {
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

  private void peer(Args args, Word word, IpPrefix prefix) {
    var other = hostPrefix(args, word);
    if (other.isPresent() && other.get().family() != prefix.family()) {
      args.report(Code.DROPPED, word, "the peer is of another address family; it is ignored");
      return;
    }
    peer = other;
  }

  private void preferred(Args args, Word word) {
    preferredSet = true;
    if (word.text().equals("forever")) {
      return;
    }
    args.integer(word, 0, 0xFFFF_FFFEL).ifPresent(n -> preferred = OptionalLong.of(n));
  }

  private void useVmac(Args args, Word option) {
    if (fixed) {
      unknown(args, option);
      return;
    }
    args.report(
        Code.UNSUPPORTED,
        option,
        "'use_vmac' of an address is read but not supported: no interface but the instance's own"
            + " has a virtual MAC address");
    virtualMac = true;
  }

  private void trackGroup(Args args, Word word) {
    if (!fixed || !vrrp.trackGroups.containsKey(word.text())) {
      args.report(Code.UNDEFINED_NAME, word, "there is no track_group '" + word + "' above");
      return;
    }
    trackGroup = Optional.of(word.text());
  }
}
