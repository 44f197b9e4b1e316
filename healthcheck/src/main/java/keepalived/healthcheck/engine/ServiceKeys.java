package keepalived.healthcheck.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import keepalived.core.config.LvsConfig.VirtualServerGroup;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.VirtualServer;
import keepalived.core.net.Endpoint;
import keepalived.ipvs.table.ServiceKey;

/// The kernel services of a virtual server: one, or one for each address and mark of its group.
final class ServiceKeys {

  private ServiceKeys() {}

  static List<ServiceKey> of(VirtualServer server, Map<String, VirtualServerGroup> groups) {
    return switch (server.address()) {
      case VirtualServer.Address.Single(var endpoint) ->
          List.of(new ServiceKey.ByAddress(server.protocol(), endpoint));
      case VirtualServer.Address.Mark(long mark) ->
          List.of(new ServiceKey.ByMark(mark, server.family()));
      case VirtualServer.Address.Group(var name) ->
          groups.containsKey(name) ? ofGroup(server, groups.get(name)) : List.of();
    };
  }

  private static List<ServiceKey> ofGroup(VirtualServer server, VirtualServerGroup group) {
    var keys = new ArrayList<ServiceKey>();
    for (var member : group.members()) {
      switch (member) {
        case Member.Range(var first, var last, int port) -> {
          for (var address = first; ; address = address.plus(1)) {
            keys.add(new ServiceKey.ByAddress(server.protocol(), new Endpoint(address, port)));
            if (address.compareTo(last) >= 0) {
              break;
            }
          }
        }
        case Member.Mark(long mark, var family) ->
            keys.add(new ServiceKey.ByMark(mark, family.orElse(server.family())));
      }
    }
    return List.copyOf(keys);
  }

  /// The log lines about members that a reload added to or removed from a group.
  static List<String> differences(VirtualServerGroup before, VirtualServerGroup after) {
    var lines = new ArrayList<String>();
    var had = new HashSet<>(before.members());
    var has = new HashSet<>(after.members());
    for (var member : before.members()) {
      if (!has.contains(member)) {
        lines.add("VS [%s] in group %s no longer exists".formatted(name(member), after.name()));
      }
    }
    for (var member : after.members()) {
      if (!had.contains(member)) {
        lines.add("VS [%s] added into group %s".formatted(name(member), after.name()));
      }
    }
    return lines;
  }

  /// A member as log lines print it.
  private static String name(Member member) {
    return switch (member) {
      case Member.Range(var first, var last, int port) ->
          first.equals(last) ? first + "," + port : first + "-" + last + "," + port;
      case Member.Mark(long mark, _) -> "FWM " + mark;
    };
  }
}
