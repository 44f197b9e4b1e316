package keepalived.linux.netlink.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import keepalived.core.net.IpAddress;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.JsonText;
import keepalived.linux.netlink.NetlinkSocket;

/// A network for tests of rtnetlink, and `ip` to inspect it.
final class RtNamespace {

  private RtNamespace() {}

  interface Body {
    void run(NetlinkSocket socket, int va) throws Exception;
  }

  /// A namespace with a pair of links va and vb, both up, va with 10.0.0.1/24 and 2001:db8::1/64.
  static void inNamespace(Body body) throws Exception {
    NetworkNamespace.run(
        () -> {
          NetworkNamespace.ip("link add va type veth peer name vb");
          NetworkNamespace.ip("link set va up");
          NetworkNamespace.ip("link set vb up");
          NetworkNamespace.awaitState("va", "UP");
          NetworkNamespace.awaitState("vb", "UP");
          NetworkNamespace.ip("addr add 10.0.0.1/24 dev va");
          NetworkNamespace.ip("addr add 2001:db8::1/64 dev va nodad");
          try (var socket =
              NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT)) {
            body.run(socket, new Links(socket).find("va").orElseThrow().index());
          }
        });
  }

  static List<Map<String, Object>> json(String arguments) throws Exception {
    return JsonText.objects(NetworkNamespace.ip("-j -d " + arguments));
  }

  static Map<String, Object> only(String arguments) throws Exception {
    var objects = json(arguments);
    assertEquals(1, objects.size(), objects.toString());
    return objects.getFirst();
  }

  static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  /// The entry of `ip addr` for va's address with this local part.
  static Map<String, Object> shownAddress(String local) throws Exception {
    return JsonText.asObjects(only("addr show dev va").get("addr_info")).stream()
        .filter(a -> local.equals(a.get("local")))
        .findFirst()
        .orElseThrow();
  }
}
