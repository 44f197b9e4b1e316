package keepalived.ipvs.fullnat;

import java.util.List;
import java.util.StringJoiner;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.ServiceKey;

/// The nftables table of full NAT, as input for libnftables. It is replaced as a whole in one
/// transaction; established connections keep their translation, which connection tracking stores.
///
///     table inet keepalived_fullnat {
///       chain postrouting {
///         type nat hook postrouting priority srcnat; policy accept;
///         ct original ip daddr 10.0.0.1 meta l4proto tcp ct original proto-dst 80 masquerade
///       }
///     }
///
/// In postrouting, a packet forwarded by IPVS already has the real server's address; the address
/// of the service is the original destination of its tracked connection.
public final class FullNatRules {

  static final String TABLE = "inet keepalived_fullnat";
  static final String CHAIN = "postrouting";

  private FullNatRules() {}

  /// The commands that replace our table: afterwards it has exactly the rules of these services.
  public static String of(List<FullNatService> services) {
    // Deleting a missing table fails, so the table is added first.
    var text = new StringBuilder("add table " + TABLE + "\ndelete table " + TABLE + "\n");
    if (services.isEmpty()) {
      return text.toString();
    }
    text.append("table ").append(TABLE).append(" {\n  chain ").append(CHAIN).append(" {\n");
    text.append("    type nat hook postrouting priority srcnat; policy accept;\n");
    for (var service : services) {
      text.append("    ").append(match(service.key())).append(' ');
      text.append(translation(service)).append('\n');
    }
    return text.append("  }\n}\n").toString();
  }

  private static String match(ServiceKey key) {
    return switch (key) {
      case ServiceKey.ByAddress(var protocol, var endpoint) -> {
        var match =
            "ct original %s daddr %s meta l4proto %s"
                .formatted(word(key.family()), endpoint.address(), protocol.word());
        yield endpoint.port() == 0 ? match : match + " ct original proto-dst " + endpoint.port();
      }
      case ServiceKey.ByMark(var mark, var family) ->
          "meta nfproto %s meta mark %d".formatted(family == Family.IPV4 ? "ipv4" : "ipv6", mark);
    };
  }

  private static String translation(FullNatService service) {
    var locals = service.locals();
    var to = "snat " + word(service.key().family()) + " to ";
    return switch (locals.size()) {
      case 0 -> "masquerade";
      case 1 -> to + locals.get(0);
      default -> to + "numgen inc mod " + locals.size() + " map " + map(locals);
    };
  }

  private static String map(List<IpAddress> locals) {
    var entries = new StringJoiner(", ", "{ ", " }");
    for (int i = 0; i < locals.size(); i++) {
      entries.add(i + " : " + locals.get(i));
    }
    return entries.toString();
  }

  private static String word(Family family) {
    return switch (family) {
      case IPV4 -> "ip";
      case IPV6 -> "ip6";
    };
  }
}
