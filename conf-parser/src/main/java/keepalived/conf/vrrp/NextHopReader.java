package keepalived.conf.vrrp;

import java.util.Optional;
import java.util.OptionalLong;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRoute.Encap;
import keepalived.core.config.iproute.VirtualRoute.NextHop;
import keepalived.core.net.IpAddress;

/// Reads a leg of a multipath route: what follows `nexthop`, up to the next one.
final class NextHopReader {

  private final VrrpDraft vrrp;
  private Optional<IpAddress> via = Optional.empty();
  private Optional<String> interfaceName = Optional.empty();
  private int weight = 1;
  private boolean onlink;
  private Optional<Encap> encap = Optional.empty();
  private OptionalLong realms = OptionalLong.empty();

  NextHopReader(VrrpDraft vrrp) {
    this.vrrp = vrrp;
  }

  Optional<NextHop> read(Args args) {
    while (args.hasNext() && !args.peek().orElseThrow().text().equals("nexthop")) {
      if (!option(args, args.word().orElseThrow())) {
        return Optional.empty();
      }
    }
    return Optional.of(new NextHop(via, interfaceName, weight, onlink, encap, realms));
  }

  private boolean option(Args args, Word option) {
    switch (option.text()) {
      case "via" -> {
        if (!args.take("inet")) {
          args.take("inet6");
        }
        via = args.word(Missing.COMPLAINT).flatMap(args::address);
        return via.isPresent();
      }
      case "dev", "oif" -> {
        var word = args.word(Missing.COMPLAINT);
        word.ifPresent(w -> Interfaces.find(args, w, vrrp, ""));
        interfaceName = word.map(Word::text);
        return word.isPresent();
      }
      case "weight" -> {
        var number = args.word(Missing.COMPLAINT).flatMap(w -> args.integer(w, 1, 256));
        number.ifPresent(n -> weight = n.intValue());
        return number.isPresent();
      }
      case "onlink" -> onlink = true;
      case "encap" -> {
        encap = RouteEncap.read(args);
        return encap.isPresent();
      }
      case "realms" -> {
        var number = args.word(Missing.COMPLAINT).flatMap(w -> Names.realms(args.host(), w.text()));
        number.ifPresent(n -> realms = OptionalLong.of(n));
        return number.isPresent();
      }
      default -> {
        args.report(Code.WORD_INVALID, option, "'" + option + "' is not an option of a nexthop");
        return false;
      }
    }
    return true;
  }
}
