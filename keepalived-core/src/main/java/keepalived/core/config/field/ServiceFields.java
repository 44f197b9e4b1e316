package keepalived.core.config.field;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VirtualServer.Persistence;
import keepalived.core.config.VirtualServer.SorryServer;
import keepalived.core.net.Family;

/// The fields of the LVS part. Real servers and their checks have their own lists.
public final class ServiceFields {

  public static final List<Field<VirtualServer>> SERVICE =
      Stream.of(service(), persistence(), quorum(), sorryServer()).flatMap(List::stream).toList();

  public static final List<Field<RealServer>> SERVER =
      List.of(
          Field.of("real_server", RealServer::endpoint),
          Field.of("weight", RealServer::weight),
          Field.<RealServer>of("lvs_method", s -> forwarding(s.forwarding())).follows("lb_kind"),
          Field.of("inhibit_on_failure", RealServer::inhibitOnFailure),
          Field.of("uthreshold", RealServer::upperThreshold),
          Field.of("lthreshold", RealServer::lowerThreshold),
          Field.of("alpha", RealServer::alpha),
          Field.of("notify_up", RealServer::notifyUp),
          Field.of("notify_down", RealServer::notifyDown),
          Field.of("smtp_alert", RealServer::mail),
          Field.of("snmp_name", RealServer::snmpName));

  public static final List<Field<LvsConfig.VirtualServerGroup>> GROUP =
      List.of(
          Field.of("name", LvsConfig.VirtualServerGroup::name),
          Field.list("member", LvsConfig.VirtualServerGroup::members, ServiceFields::member));

  public static final List<Field<LvsConfig.LocalAddressGroup>> LOCAL_ADDRESSES =
      List.of(
          Field.of("name", LvsConfig.LocalAddressGroup::name),
          Field.list("address", LvsConfig.LocalAddressGroup::addresses, Words::text));

  /// The fields of the block `SSL`.
  public static final List<Field<LvsConfig>> TLS =
      List.of(
          Field.of("SSL", l -> l.tls().isPresent()),
          Field.secret("password", l -> l.tls().flatMap(LvsConfig.TlsClient::password)),
          Field.of("ca", l -> l.tls().flatMap(LvsConfig.TlsClient::ca)),
          Field.of("certificate", l -> l.tls().flatMap(LvsConfig.TlsClient::certificate)),
          Field.of("key", l -> l.tls().flatMap(LvsConfig.TlsClient::key)));

  private ServiceFields() {}

  private static List<Field<VirtualServer>> service() {
    return List.of(
        Field.of("virtual_server", s -> address(s.address())),
        Field.of("protocol", s -> s.protocol().name()),
        Field.of("ip_family", VirtualServer::family),
        Field.of("lb_algo", VirtualServer::scheduler),
        Field.of("flag-1", s -> s.flags().contains(VirtualServer.Flag.SCHED_1)),
        Field.of("flag-2", s -> s.flags().contains(VirtualServer.Flag.SCHED_2)),
        Field.of("flag-3", s -> s.flags().contains(VirtualServer.Flag.SCHED_3)),
        Field.of("lb_kind", s -> forwarding(s.forwarding())),
        Field.of("laddr_group_name", VirtualServer::localAddressGroup),
        Field.of("ops", VirtualServer::onepacket),
        Field.of("alpha", VirtualServer::alpha),
        Field.of("omega", VirtualServer::omega),
        Field.of("ha_suspend", VirtualServer::suspendWithoutAddress),
        Field.of("smtp_alert", VirtualServer::mail),
        Field.of("virtualhost", VirtualServer::virtualHost),
        Field.of("snmp_name", VirtualServer::snmpName),
        Field.of("delay_loop", VirtualServer::delayLoop));
  }

  private static List<Field<VirtualServer>> persistence() {
    return List.of(
        Field.of("persistence_timeout", s -> s.persistence().map(Persistence::timeout)),
        Field.of("persistence_granularity", ServiceFields::granularity),
        Field.of("persistence_engine", s -> s.persistence().flatMap(Persistence::engine)));
  }

  /// The persistence granularity; as a netmask for IPv4.
  private static Optional<String> granularity(VirtualServer service) {
    return service
        .persistence()
        .map(Persistence::granularity)
        .filter(length -> length < service.family().bits())
        .map(length -> service.family() == Family.IPV4 ? netmask(length) : "" + length);
  }

  private static String netmask(int length) {
    long mask = 0xFFFF_FFFFL << (32 - length);
    return "%d.%d.%d.%d"
        .formatted(mask >> 24 & 0xFF, mask >> 16 & 0xFF, mask >> 8 & 0xFF, mask & 0xFF);
  }

  private static List<Field<VirtualServer>> quorum() {
    return List.of(
        Field.of("quorum", s -> s.quorum().quorum()),
        Field.of("hysteresis", s -> s.quorum().hysteresis()),
        Field.of("quorum_up", s -> s.quorum().up()),
        Field.of("quorum_down", s -> s.quorum().down()));
  }

  private static List<Field<VirtualServer>> sorryServer() {
    return List.of(
        Field.of("sorry_server", s -> s.sorryServer().map(SorryServer::endpoint)),
        Field.of(
            "sorry_server_inhibit", s -> s.sorryServer().map(SorryServer::inhibit).orElse(false)),
        Field.<SorryServer>of("sorry_server_lvs_method", s -> forwarding(s.forwarding()))
            .follows("lb_kind")
            .inOptional(VirtualServer::sorryServer));
  }

  /// The words after `virtual_server`.
  public static String address(VirtualServer.Address address) {
    return switch (address) {
      case VirtualServer.Address.Single(var endpoint) -> Words.text(endpoint);
      case VirtualServer.Address.Mark(long mark) -> "fwmark " + mark;
      case VirtualServer.Address.Group(var name) -> "group " + name;
    };
  }

  /// The words after `real_server`.
  public static String address(RealServer server) {
    return Words.text(server.endpoint());
  }

  private static String forwarding(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> "NAT";
      case Forwarding.DirectRoute _ -> "DR";
      case Forwarding.FullNat _ -> "FNAT";
      case Forwarding.Tunnel tunnel -> tunnel(tunnel);
    };
  }

  private static String tunnel(Forwarding.Tunnel tunnel) {
    return "TUN type "
        + Words.text(tunnel.type())
        + (tunnel.port() == 0 ? "" : " port " + tunnel.port())
        + switch (tunnel.checksum()) {
          case NONE -> "";
          case CSUM -> " csum";
          case REMCSUM -> " remcsum";
        };
  }

  private static String member(Member member) {
    return switch (member) {
      case Member.Range(var first, var last, int port) ->
          first + (first.equals(last) ? "" : "-" + last) + " " + port;
      case Member.Mark(long mark, var family) ->
          "fwmark " + mark + family.map(f -> " " + Words.text(f)).orElse("");
    };
  }
}
