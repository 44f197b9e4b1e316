package keepalived.core.config.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRoute.Encap;
import keepalived.core.net.IpAddress;

/// Routes as the file writes them.
final class RouteWords {

  /// Numbered as RTN_* (linux/rtnetlink.h).
  private static final List<String> TYPES =
      List.of(
          "0",
          "unicast",
          "local",
          "broadcast",
          "anycast",
          "multicast",
          "blackhole",
          "unreachable",
          "prohibit",
          "throw",
          "nat",
          "xresolve");

  /// Numbered as RTAX_* (linux/rtnetlink.h).
  private static final List<String> METRICS =
      List.of(
          "0",
          "1",
          "mtu",
          "window",
          "rtt",
          "rttvar",
          "ssthresh",
          "cwnd",
          "advmss",
          "reordering",
          "hoplimit",
          "initcwnd",
          "features",
          "rto_min",
          "initrwnd",
          "quickack",
          "congctl",
          "fastopen_no_cookie");

  private static final int UNICAST = 1;
  private static final int MAIN = 254;
  private static final int KEEPALIVED = 18;

  private final List<String> words = new ArrayList<>();

  private RouteWords() {}

  /// `blackhole 10.1.0.0/16 via 10.0.0.1 dev eth0 metric 5`.
  static String text(VirtualRoute route) {
    var text = new RouteWords();
    text.target(route);
    text.path(route);
    text.rest(route);
    return String.join(" ", text.words);
  }

  private void target(VirtualRoute route) {
    if (route.family() != route.destination().family()) {
      words.add(Words.text(route.family()));
    }
    if (route.type() != UNICAST) {
      words.add(name(TYPES, route.type()));
    }
    words.add(ItemWords.destination(route.destination()));
    route.from().ifPresent(from -> words.add("from " + from));
    if (route.tos() != 0) {
      words.add("tos " + route.tos());
    }
    if (route.table() != MAIN) {
      words.add("table " + ItemWords.table(route.table()));
    }
    if (route.protocol() != KEEPALIVED) {
      words.add("protocol " + route.protocol());
    }
    route.scope().ifPresent(scope -> words.add("scope " + ItemWords.scope(scope)));
    route.metric().ifPresent(metric -> words.add("metric " + metric));
    route.source().ifPresent(source -> words.add("src " + source));
  }

  private void path(VirtualRoute route) {
    step(route.via(), route.interfaceName(), route.onlink());
    route.encap().ifPresent(encap -> words.add(encap(encap)));
    for (var hop : route.nextHops()) {
      words.add("nexthop");
      step(hop.via(), hop.interfaceName(), hop.onlink());
      words.add("weight " + hop.weight());
      hop.encap().ifPresent(encap -> words.add(encap(encap)));
      hop.realms().ifPresent(realms -> words.add(ItemWords.realms(realms)));
    }
  }

  private void step(Optional<IpAddress> via, Optional<String> dev, boolean onlink) {
    via.ifPresent(gateway -> words.add("via " + gateway));
    dev.ifPresent(name -> words.add("dev " + name));
    if (onlink) {
      words.add("onlink");
    }
  }

  private void rest(VirtualRoute route) {
    route.metrics().forEach(metric -> words.add(metric(metric)));
    var extras = route.extras();
    extras.realms().ifPresent(realms -> words.add(ItemWords.realms(realms)));
    extras.preference().ifPresent(preference -> words.add("pref " + preference(preference)));
    extras.expires().ifPresent(seconds -> words.add("expires " + seconds));
    extras
        .ttlPropagate()
        .ifPresent(on -> words.add("ttl-propagate " + (on ? "enabled" : "disabled")));
    extras.vrf().ifPresent(vrf -> words.add("vrf " + vrf));
    if (route.install() != VirtualRoute.Install.PREPEND) {
      words.add(Words.text(route.install()));
    }
    ItemWords.followed(words, route.tracked(), route.trackGroup().stream().toList());
  }

  private static String name(List<String> names, int number) {
    return number < names.size() ? names.get(number) : Integer.toString(number);
  }

  private static String metric(VirtualRoute.Metric metric) {
    return name(METRICS, metric.number())
        + (metric.locked() ? " lock " : " ")
        + metric.text().orElse(value(metric.number(), metric.value()));
  }

  /// The value in milliseconds: the kernel stores round-trip times in eighths and quarters.
  private static String value(int number, long value) {
    return switch (number) {
      case 4 -> eighths(value, 8);
      case 5 -> eighths(value, 4);
      case 12 -> value == 1 ? "ecn" : Long.toString(value);
      case 13 -> value + "ms";
      default -> Long.toString(value);
    };
  }

  private static String eighths(long value, int parts) {
    return value % parts == 0 ? value / parts + "ms" : value + "/" + parts + "ms";
  }

  private static String preference(int number) {
    return switch (number) {
      case 0 -> "medium";
      case 1 -> "high";
      case 3 -> "low";
      default -> Integer.toString(number);
    };
  }

  private static String encap(Encap encap) {
    return switch (encap) {
      case Encap.Ip ip -> ip(ip);
      case Encap.Mpls(var labels) ->
          "encap mpls " + labels.stream().map(String::valueOf).collect(Collectors.joining("/"));
      case Encap.Ila(long locator) ->
          "encap ila %x:%x:%x:%x"
              .formatted(
                  locator >>> 48,
                  locator >>> 32 & 0xFFFF,
                  locator >>> 16 & 0xFFFF,
                  locator & 0xFFFF);
    };
  }

  private static String ip(Encap.Ip ip) {
    var words = new ArrayList<String>();
    boolean four = ip.destination().family().bits() == 32;
    words.add(four ? "encap ip" : "encap ip6");
    ip.id().ifPresent(id -> words.add("id " + id));
    words.add("dst " + ip.destination());
    ip.source().ifPresent(source -> words.add("src " + source));
    ip.tos().ifPresent(tos -> words.add((four ? "tos " : "tc ") + tos));
    ip.ttl().ifPresent(ttl -> words.add((four ? "ttl " : "hoplimit ") + ttl));
    ip.flags().ifPresent(flags -> words.add("flags " + flags));
    return String.join(" ", words);
  }
}
