package keepalived.conf.iproute;

import java.util.Optional;
import java.util.OptionalLong;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRoute.Encap;
import keepalived.core.config.iproute.VirtualRoute.NextHop;
import keepalived.core.net.IpAddress;

/// Reads one next hop of a multipath route: the words after `nexthop`, up to the next `nexthop`.
final class NextHopReader extends Entry {

  private static final Options<NextHopReader> OPTIONS =
      new Options<NextHopReader>()
          .words("via", NextHopReader::gateway)
          .word("dev|oif", NextHopReader::device)
          .value("weight", (h, w) -> h.args.integer(w, 1, 256), (h, n) -> h.weight = n.intValue())
          .flag("onlink", h -> h.onlink = true)
          .words("encap", h -> h.encap = h.need(EncapReader.read(h.args)))
          .value(
              "realms",
              (h, w) -> IprouteNames.realms(h.args.host(), w.text()),
              (h, n) -> h.realms = OptionalLong.of(n));

  private final EntryContext context;
  private Optional<IpAddress> via = Optional.empty();
  private Optional<String> interfaceName = Optional.empty();
  private int weight = 1;
  private boolean onlink;
  private Optional<Encap> encap = Optional.empty();
  private OptionalLong realms = OptionalLong.empty();

  private NextHopReader(EntryContext context, Args args) {
    super(args, Rule.STRICT);
    this.context = context;
  }

  static Optional<NextHop> read(EntryContext context, Args args) {
    return new NextHopReader(context, args).read();
  }

  private Optional<NextHop> read() {
    while (usable && args.peek().filter(w -> !w.text().equals("nexthop")).isPresent()) {
      OPTIONS.read(this);
    }
    return usable
        ? Optional.of(new NextHop(via, interfaceName, weight, onlink, encap, realms))
        : Optional.empty();
  }

  private void gateway() {
    if (!args.take("inet")) {
      args.take("inet6");
    }
    via = value().flatMap(w -> need(args.address(w)));
  }

  private void device(Word word) {
    context.findInterface(args, word);
    interfaceName = Optional.of(word.text());
  }

  @Override
  protected String noun() {
    return "nexthop";
  }

  @Override
  protected void unknown(Word word) {
    usable = false;
    args.report(Code.WORD_INVALID, word, "'" + word + "' is not an option of a nexthop");
  }
}
