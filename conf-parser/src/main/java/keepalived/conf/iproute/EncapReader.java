package keepalived.conf.iproute;

import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRoute.Encap;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// Reads `encap ip|ip6|mpls|ila ...` of a route or a nexthop.
final class EncapReader {

  private static final int LABEL_MAX = 0xFFFFF;

  private EncapReader() {}

  static Optional<Encap> read(Args args) {
    var kind = args.word(Missing.COMPLAINT);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get().text()) {
      case "ip" -> new Ip(args, Family.IPV4).read();
      case "ip6" -> new Ip(args, Family.IPV6).read();
      case "mpls" -> args.word(Missing.COMPLAINT).flatMap(w -> mpls(args, w));
      case "ila" -> args.word(Missing.COMPLAINT).flatMap(w -> ila(args, w));
      default -> {
        args.report(
            Code.WORD_INVALID, kind.get(), "'" + kind.get() + "' is not ip, ip6, mpls or ila");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Encap> mpls(Args args, Word word) {
    var labels = new ArrayList<Integer>();
    for (String part : word.text().split("/")) {
      var label = Numbers.whole(part).filter(n -> n >= 0 && n <= LABEL_MAX);
      if (label.isEmpty()) {
        args.report(Code.NUMBER_INVALID, word, "'" + part + "' is not an MPLS label");
        return Optional.empty();
      }
      labels.add(label.get().intValue());
    }
    return Optional.of(new Encap.Mpls(labels));
  }

  private static Optional<Encap> ila(Args args, Word word) {
    String[] parts = word.text().split(":");
    long locator = 0;
    boolean fits = parts.length == 4;
    for (String part : parts) {
      fits &= part.matches("[0-9a-fA-F]{1,4}");
      locator = fits ? locator << 16 | Long.parseLong(part, 16) : 0;
    }
    if (!fits) {
      var number = Numbers.anyBase(word.text());
      if (number.isEmpty()) {
        args.report(Code.NUMBER_INVALID, word, "'" + word + "' is not an ILA locator");
      }
      return number.map(Encap.Ila::new);
    }
    return Optional.of(new Encap.Ila(locator));
  }

  private static final class Ip extends Entry {
    private static final Options<Ip> OPTIONS =
        new Options<Ip>()
            .value("id", number(Long.MAX_VALUE), (e, n) -> e.id = OptionalLong.of(n))
            .words("dst", e -> e.destination = e.value().flatMap(e::address))
            .words("src", e -> e.source = e.value().flatMap(e::address))
            .value("tos|tc", number(255), (e, n) -> e.tos = OptionalInt.of(n.intValue()))
            .value("ttl|hoplimit", number(255), (e, n) -> e.ttl = OptionalInt.of(n.intValue()))
            .value("flags", number(65535), (e, n) -> e.flags = OptionalInt.of(n.intValue()));

    private final Family family;
    private OptionalLong id = OptionalLong.empty();
    private Optional<IpAddress> destination = Optional.empty();
    private Optional<IpAddress> source = Optional.empty();
    private OptionalInt tos = OptionalInt.empty();
    private OptionalInt ttl = OptionalInt.empty();
    private OptionalInt flags = OptionalInt.empty();

    private Ip(Args args, Family family) {
      super(args, Rule.LENIENT);
      this.family = family;
    }

    private Optional<Encap> read() {
      OPTIONS.readKnown(this);
      if (destination.isEmpty()) {
        args.report(Code.INCOMPLETE, "this encap has no dst; the route is skipped");
      }
      return destination.map(d -> new Encap.Ip(id, d, source, tos, ttl, flags));
    }

    private Optional<IpAddress> address(Word word) {
      var address = args.address(word);
      if (address.isPresent() && address.get().family() != family) {
        args.report(Code.DROPPED, word, "'" + word + "' is not " + family);
        return Optional.empty();
      }
      return address;
    }

    @Override
    protected String noun() {
      return "encap";
    }
  }
}
