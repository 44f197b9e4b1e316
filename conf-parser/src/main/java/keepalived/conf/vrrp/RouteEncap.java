package keepalived.conf.vrrp;

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

/// Reads `encap ip|ip6|mpls|ila ...` of a route or a leg.
final class RouteEncap {

  private static final int LABEL_MAX = 0xFFFFF;

  private RouteEncap() {}

  static Optional<Encap> read(Args args) {
    var kind = args.word(Missing.COMPLAINT);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get().text()) {
      case "ip" -> new Ip(Family.IPV4).read(args);
      case "ip6" -> new Ip(Family.IPV6).read(args);
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

  private static final class Ip {
    private final Family family;
    private OptionalLong id = OptionalLong.empty();
    private Optional<IpAddress> destination = Optional.empty();
    private Optional<IpAddress> source = Optional.empty();
    private OptionalInt tos = OptionalInt.empty();
    private OptionalInt ttl = OptionalInt.empty();
    private OptionalInt flags = OptionalInt.empty();

    private Ip(Family family) {
      this.family = family;
    }

    private Optional<Encap> read(Args args) {
      while (args.remaining() >= 1 && option(args)) {
        // each round reads one option
      }
      if (destination.isEmpty()) {
        args.report(Code.INCOMPLETE, "this encap has no dst; the route is skipped");
      }
      return destination.map(d -> new Encap.Ip(id, d, source, tos, ttl, flags));
    }

    private boolean option(Args args) {
      switch (args.peek().orElseThrow().text()) {
        case "id" -> number(args, Long.MAX_VALUE).ifPresent(n -> id = OptionalLong.of(n));
        case "dst" -> destination = address(args);
        case "src" -> source = address(args);
        case "tos", "tc" -> number(args, 255).ifPresent(n -> tos = OptionalInt.of(n.intValue()));
        case "ttl", "hoplimit" ->
            number(args, 255).ifPresent(n -> ttl = OptionalInt.of(n.intValue()));
        case "flags" -> number(args, 65535).ifPresent(n -> flags = OptionalInt.of(n.intValue()));
        default -> {
          return false;
        }
      }
      return true;
    }

    private static Optional<Long> number(Args args, long max) {
      args.word();
      return args.word(Missing.COMPLAINT).flatMap(w -> args.integer(w, 0, max));
    }

    private Optional<IpAddress> address(Args args) {
      args.word();
      var word = args.word(Missing.COMPLAINT);
      var address = word.flatMap(args::address);
      if (address.isPresent() && address.get().family() != family) {
        args.report(Code.DROPPED, word.get(), "'" + word.get() + "' is not " + family);
        return Optional.empty();
      }
      return address;
    }
  }
}
