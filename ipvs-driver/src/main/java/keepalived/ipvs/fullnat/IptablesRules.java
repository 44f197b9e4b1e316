package keepalived.ipvs.fullnat;

import java.util.List;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.ServiceKey;

/// The rules of full NAT for kernels that have iptables and no nf_tables: input for
/// iptables-restore, for one family. The rules are in a chain of our own, which its declaration
/// empties; POSTROUTING has to jump to it.
///
///     *nat
///     :KEEPALIVED_FULLNAT - [0:0]
///     -A KEEPALIVED_FULLNAT -m ipvs --vproto tcp --vaddr 10.0.0.1 --vport 80 -j MASQUERADE
///     COMMIT
final class IptablesRules {

  static final String CHAIN = "KEEPALIVED_FULLNAT";

  private IptablesRules() {}

  /// @param family services of the other family are left out
  static String of(List<FullNatService> services, Family family) {
    var text = new StringBuilder("*nat\n:" + CHAIN + " - [0:0]\n");
    for (var service : services) {
      if (service.key().family() == family) {
        append(service, text);
      }
    }
    return text.append("COMMIT\n").toString();
  }

  private static void append(FullNatService service, StringBuilder text) {
    var match = match(service.key());
    List<IpAddress> locals = service.locals();
    if (locals.isEmpty()) {
      text.append(match).append(" -j MASQUERADE\n");
    }
    // Each rule takes its share of the connections that the rules before it left.
    for (int i = 0; i < locals.size(); i++) {
      int left = locals.size() - i;
      text.append(match);
      if (left > 1) {
        text.append(" -m statistic --mode nth --every ").append(left).append(" --packet 0");
      }
      text.append(" -j SNAT --to-source ").append(locals.get(i)).append('\n');
    }
  }

  private static String match(ServiceKey key) {
    var add = "-A " + CHAIN + " -m ipvs ";
    return switch (key) {
      case ServiceKey.ByAddress(var protocol, var endpoint) -> {
        var match = add + "--vproto " + protocol.word() + " --vaddr " + endpoint.address();
        yield endpoint.port() == 0 ? match : match + " --vport " + endpoint.port();
      }
      case ServiceKey.ByMark(var mark, _) -> add + "--ipvs -m mark --mark " + mark;
    };
  }
}
