package keepalived.conf.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.field.InstanceFields;
import keepalived.core.net.Family;

/// Compares the configurations of all nodes of a cluster: some settings must be equal, and some
/// must differ.
public final class ClusterLint {

  /// @param name the name in messages, usually that of the file
  public record Node(String name, Config config) {}

  private record Member(String node, VrrpInstance instance) {}

  private record Router(int vrid, Family family, boolean multicast) {}

  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private ClusterLint() {}

  /// Compares the nodes. Instances with the same VRID, family and kind of transport are the same
  /// virtual router.
  public static List<Diagnostic> check(List<Node> nodes) {
    var lint = new ClusterLint();
    Map<Router, List<Member>> routers = new LinkedHashMap<>();
    for (var node : nodes) {
      for (var instance : node.config().vrrp().instances().values()) {
        boolean multicast = instance.transport() instanceof Transport.Multicast;
        routers
            .computeIfAbsent(
                new Router(instance.vrid(), instance.family(), multicast), r -> new ArrayList<>())
            .add(new Member(node.name(), instance));
      }
    }
    routers.forEach((router, members) -> lint.router(router, members, nodes));
    return List.copyOf(lint.diagnostics);
  }

  private void router(Router router, List<Member> members, List<Node> nodes) {
    var byNode = new HashMap<String, Integer>();
    members.forEach(m -> byNode.merge(m.node(), 1, Integer::sum));
    for (var node : nodes) {
      if (!byNode.containsKey(node.name())) {
        add(
            Code.CLUSTER_VRID,
            node.name(),
            "no instance with VRID "
                + router.vrid()
                + " ("
                + router.family()
                + "), which "
                + members.getFirst().node()
                + " has as '"
                + members.getFirst().instance().name()
                + "'");
      }
    }
    if (byNode.values().stream().anyMatch(n -> n > 1)) {
      // A node has this VRID on several interfaces, and the files do not show which links they are
      // on.
      return;
    }
    InstanceFields.ALL.forEach(
        field -> field.shared().ifPresent(value -> equal(members, field.keyword(), value)));
    priorities(members);
    peers(members);
  }

  private void equal(List<Member> members, String keyword, Function<VrrpInstance, ?> value) {
    var first = members.getFirst();
    for (var member : members.subList(1, members.size())) {
      if (!value.apply(first.instance()).equals(value.apply(member.instance()))) {
        add(
            code(keyword),
            member.node(),
            "'%s': %s differs from '%s' of %s"
                .formatted(
                    member.instance().name(), keyword, first.instance().name(), first.node()));
      }
    }
  }

  private static Code code(String keyword) {
    return switch (keyword) {
      case "version" -> Code.CLUSTER_VERSION;
      case "virtual_ipaddress" -> Code.CLUSTER_ADDRESSES;
      case "advert_int" -> Code.CLUSTER_INTERVAL;
      case "mcast_dst_ip" -> Code.CLUSTER_PEERS;
      default -> Code.CLUSTER_AUTHENTICATION;
    };
  }

  private void priorities(List<Member> members) {
    Map<Integer, Member> taken = new HashMap<>();
    for (var member : members) {
      var other = taken.putIfAbsent(member.instance().election().priority(), member);
      if (other != null) {
        add(
            Code.CLUSTER_PRIORITY,
            member.node(),
            "'%s' has priority %d like '%s' of %s: the higher address decides who is master"
                .formatted(
                    member.instance().name(),
                    member.instance().election().priority(),
                    other.instance().name(),
                    other.node()));
      }
    }
  }

  /// Reports a unicast instance that does not have all other nodes as peers.
  private void peers(List<Member> members) {
    for (var member : members) {
      if (member.instance().transport() instanceof Transport.Unicast unicast
          && unicast.peers().size() != members.size() - 1) {
        add(
            Code.CLUSTER_PEERS,
            member.node(),
            "'%s' has %d unicast peers, but %d other nodes have its VRID"
                .formatted(member.instance().name(), unicast.peers().size(), members.size() - 1));
      }
      sources(member, members);
    }
  }

  private void sources(Member member, List<Member> members) {
    if (!(member.instance().transport() instanceof Transport.Unicast unicast)) {
      return;
    }
    for (var other : members) {
      boolean unknown =
          !other.node().equals(member.node())
              && other.instance().transport().source().isPresent()
              && unicast.peers().stream()
                  .noneMatch(p -> p.address().equals(other.instance().transport().source().get()));
      if (unknown) {
        add(
            Code.CLUSTER_PEERS,
            member.node(),
            "'%s' does not list %s, the source of '%s' of %s, as a unicast_peer"
                .formatted(
                    member.instance().name(),
                    other.instance().transport().source().get(),
                    other.instance().name(),
                    other.node()));
      }
    }
  }

  private void add(Code code, String node, String message) {
    diagnostics.add(new Diagnostic(code, Place.of(node), message));
  }
}
