package keepalived.daemon.status;

import java.util.Map;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.config.script.Script;

/// Addresses, routes, rules and scripts as the original's dumps write them.
public final class ItemText {

  private static final Map<Integer, String> SCOPES =
      Map.of(0, "global", 200, "site", 253, "link", 254, "host", 255, "nowhere");
  private static final Map<Integer, String> TYPES =
      Map.of(
          2,
          "local",
          3,
          "broadcast",
          4,
          "anycast",
          5,
          "multicast",
          6,
          "blackhole",
          7,
          "unreachable",
          8,
          "prohibit",
          9,
          "throw",
          10,
          "nat");
  private static final Map<Long, String> TABLES =
      Map.of(253L, "default", 254L, "main", 255L, "local");

  private ItemText() {}

  /// The interface of an instance with `use_vmac`, by its name.
  public static Optional<String> virtualMac(VrrpInstance config) {
    return config.virtualMac().map(mac -> mac.name().orElse(mac.prefix() + "." + config.vrid()));
  }

  /// The interface that carries an instance's addresses: `eth0`, `vrrp.51@eth0`.
  public static Optional<String> device(VrrpInstance config) {
    return virtualMac(config)
        .map(mac -> mac + "@" + config.interfaceName().orElse(""))
        .or(config::interfaceName);
  }

  /// `172.16.100.1/16 dev eth0 scope global label eth0:0 set`.
  public static String address(VirtualAddress address, String defaultInterface, boolean set) {
    var prefix = address.prefix();
    boolean single = prefix.length() == prefix.family().bits();
    var text = new StringBuilder(single ? prefix.address().toString() : prefix.toString());
    address.peer().ifPresent(peer -> text.append(" peer ").append(peer));
    address.broadcast().ifPresent(broadcast -> text.append(" brd ").append(broadcast));
    text.append(" dev ").append(address.interfaceName().orElse(defaultInterface));
    text.append(" scope ").append(scope(address.scope()));
    address.label().ifPresent(label -> text.append(" label ").append(label));
    if (address.preferredLifetime().isPresent()) {
      long seconds = address.preferredLifetime().getAsLong();
      text.append(seconds == 0 ? " deprecated" : " preferred_lft " + seconds);
    } else if (prefix.family().bits() == 128) {
      text.append(" preferred_lft forever");
    }
    for (var flag : VirtualAddress.Flag.values()) {
      if (address.flags().contains(flag)) {
        text.append(
            switch (flag) {
              case HOME -> " home";
              case DETECT_DUPLICATES -> " -nodad";
              case MANAGE_TEMPORARY -> " mngtmpaddr";
              case NO_PREFIX_ROUTE -> " noprefixroute";
              case AUTO_JOIN -> " autojoin";
            });
      }
    }
    if (!address.tracked()) {
      text.append(" no_track");
    }
    return text.append(set ? " set" : "").toString();
  }

  private static String scope(int number) {
    return SCOPES.getOrDefault(number, Integer.toString(number));
  }

  private static String table(long number) {
    return TABLES.getOrDefault(number, Long.toString(number));
  }

  public static String route(VirtualRoute route) {
    var text = new StringBuilder();
    if (route.type() != 1) {
      text.append(TYPES.getOrDefault(route.type(), Integer.toString(route.type()))).append(' ');
    }
    var destination = route.destination();
    text.append(destination.length() == 0 ? "default" : destination.toString());
    route.from().ifPresent(from -> text.append(" from ").append(from));
    route
        .via()
        .ifPresent(via -> text.append(" via ").append(inet(via.family().bits())).append(via));
    route.interfaceName().ifPresent(dev -> text.append(" dev ").append(dev));
    if (route.tos() != 0) {
      text.append(" tos ").append(route.tos());
    }
    if (route.table() != 254) {
      text.append(" table ").append(table(route.table()));
    }
    text.append(" proto ").append(route.protocol());
    route.scope().ifPresent(scope -> text.append(" scope ").append(scope(scope)));
    route.source().ifPresent(source -> text.append(" src ").append(source));
    route.metric().ifPresent(metric -> text.append(" metric ").append(metric));
    if (route.onlink()) {
      text.append(" onlink");
    }
    for (var hop : route.nextHops()) {
      text.append(" nexthop");
      hop.via()
          .ifPresent(via -> text.append(" via ").append(inet(via.family().bits())).append(via));
      hop.interfaceName().ifPresent(dev -> text.append(" dev ").append(dev));
      text.append(" weight ").append(hop.weight());
    }
    return text.append(route.tracked() ? "" : " no_track").toString();
  }

  private static String inet(int bits) {
    return bits == 32 ? "inet " : "inet6 ";
  }

  public static String rule(VirtualRule rule) {
    var text = new StringBuilder(rule.inverted() ? "not " : "");
    rule.from().ifPresent(from -> text.append("from ").append(from).append(' '));
    rule.to().ifPresent(to -> text.append("to ").append(to).append(' '));
    var select = rule.selectors();
    text.append("priority ").append(rule.preference());
    text.append(" tos 0x").append(Integer.toHexString(select.tos()));
    select.mark().ifPresent(mark -> text.append(" fwmark 0x").append(Long.toHexString(mark)));
    select.markMask().ifPresent(mask -> text.append("/0x").append(Long.toHexString(mask)));
    select.incoming().ifPresent(dev -> text.append(" iif ").append(dev));
    select.outgoing().ifPresent(dev -> text.append(" oif ").append(dev));
    text.append(" protocol ").append(rule.protocol());
    text.append(
        switch (rule.action()) {
          case VirtualRule.Action.Lookup(long number) -> " lookup " + table(number);
          case VirtualRule.Action.Goto(long preference) -> " goto " + preference;
          case VirtualRule.Action.Nop _ -> " type nop";
          case VirtualRule.Action.Blackhole _ -> " type blackhole";
          case VirtualRule.Action.Unreachable _ -> " type unreachable";
          case VirtualRule.Action.Prohibit _ -> " type prohibit";
          case VirtualRule.Action.L3mdev _ -> " l3mdev";
        });
    return text.append(rule.tracked() ? "" : " no_track").toString();
  }

  /// Each word in single quotes: `'/etc/notify.sh' 'master'`.
  static String script(Script script) {
    return "'" + String.join("' '", script.words()) + "'";
  }
}
