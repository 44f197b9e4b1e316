package keepalived.ipvs.kernel;

import static keepalived.ipvs.kernel.IpvsAttributes.*;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Consumer;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Persistence;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;
import keepalived.linux.netlink.AttributeWriter;

/// Encodes values as netlink attributes. Every message of the family is the four bytes
/// `command, version, 0, 0` and then:
///
///     IPVS_CMD_ATTR_SERVICE { AF, PROTOCOL, ADDR (16 bytes), PORT (network order)
///                             or AF, FWMARK;
///                             SCHED_NAME, PE_NAME, FLAGS {flags, mask}, TIMEOUT, NETMASK }
///     IPVS_CMD_ATTR_DEST    { ADDR_FAMILY, ADDR, PORT, FWD_METHOD, WEIGHT, TUN_*, *_THRESH }
///     IPVS_CMD_ATTR_DAEMON  { STATE, MCAST_IFN, SYNC_ID, ... }
///
/// [IpvsReplies] decodes replies.
final class IpvsCodec {

  private IpvsCodec() {}

  /// A command's number and its attributes.
  record Encoded(int command, Consumer<AttributeWriter> body) {}

  static Encoded encode(Command command) {
    var key = command.service();
    return switch (command) {
      case Command.AddService(_, var options) ->
          new Encoded(IPVS_CMD_NEW_SERVICE, out -> service(out, key, options));
      case Command.EditService(_, var options) ->
          new Encoded(IPVS_CMD_SET_SERVICE, out -> service(out, key, options));
      case Command.DeleteService _ -> new Encoded(IPVS_CMD_DEL_SERVICE, out -> key(out, key));
      case Command.AddDestination(_, var destination) ->
          new Encoded(IPVS_CMD_NEW_DEST, out -> destination(key(out, key), destination));
      case Command.EditDestination(_, var destination) ->
          new Encoded(IPVS_CMD_SET_DEST, out -> destination(key(out, key), destination));
      case Command.DeleteDestination(_, var endpoint) ->
          new Encoded(
              IPVS_CMD_DEL_DEST,
              out ->
                  key(out, key)
                      .nested(
                          IPVS_CMD_ATTR_DEST,
                          dest -> endpoint(dest, endpoint.address(), endpoint.port())));
    };
  }

  /// Writes the attributes that identify a service.
  static AttributeWriter key(AttributeWriter out, ServiceKey key) {
    return out.nested(IPVS_CMD_ATTR_SERVICE, service -> keyAttributes(service, key));
  }

  private static void keyAttributes(AttributeWriter service, ServiceKey key) {
    service.u16(IPVS_SVC_ATTR_AF, key.family().number());
    switch (key) {
      case ServiceKey.ByAddress(var protocol, var endpoint) ->
          service
              .u16(IPVS_SVC_ATTR_PROTOCOL, protocol.number())
              .bytes(IPVS_SVC_ATTR_ADDR, sixteen(endpoint.address()))
              .port(IPVS_SVC_ATTR_PORT, endpoint.port());
      case ServiceKey.ByMark(var mark, _) -> service.u32(IPVS_SVC_ATTR_FWMARK, mark);
    }
  }

  private static void service(AttributeWriter out, ServiceKey key, Options options) {
    out.nested(
        IPVS_CMD_ATTR_SERVICE,
        service -> {
          keyAttributes(service, key);
          service.string(IPVS_SVC_ATTR_SCHED_NAME, options.scheduler());
          options.engine().ifPresent(name -> service.string(IPVS_SVC_ATTR_PE_NAME, name));
          // struct ip_vs_flags: the bits, and the mask of the bits that count.
          service.struct(IPVS_SVC_ATTR_FLAGS, s -> s.putInt(flags(options)).putInt(-1));
          service.u32(
              IPVS_SVC_ATTR_TIMEOUT,
              options.persistence().map(p -> p.timeout().toSeconds()).orElse(0L));
          int mask =
              options
                  .persistence()
                  .map(Persistence::mask)
                  .orElse(Persistence.wholeMask(key.family()));
          switch (key.family()) {
            case IPV4 -> service.be32(IPVS_SVC_ATTR_NETMASK, mask & 0xFFFF_FFFFL);
            case IPV6 -> service.u32(IPVS_SVC_ATTR_NETMASK, mask);
          }
        });
  }

  private static int flags(Options options) {
    int bits = options.persistence().isPresent() ? IP_VS_SVC_F_PERSISTENT : 0;
    bits |= options.onepacket() ? IP_VS_SVC_F_ONEPACKET : 0;
    for (var flag : options.flags()) {
      bits |= bit(flag);
    }
    return bits;
  }

  static int bit(Flag flag) {
    return switch (flag) {
      case SCHED_1 -> IP_VS_SVC_F_SCHED1;
      case SCHED_2 -> IP_VS_SVC_F_SCHED2;
      case SCHED_3 -> IP_VS_SVC_F_SCHED3;
    };
  }

  private static void destination(AttributeWriter out, Destination destination) {
    out.nested(
        IPVS_CMD_ATTR_DEST,
        dest -> {
          endpoint(dest, destination.endpoint().address(), destination.endpoint().port());
          dest.u32(IPVS_DEST_ATTR_FWD_METHOD, number(destination.method()))
              .u32(IPVS_DEST_ATTR_WEIGHT, destination.weight());
          tunnel(dest, destination.method());
          dest.u32(IPVS_DEST_ATTR_U_THRESH, destination.upperThreshold())
              .u32(IPVS_DEST_ATTR_L_THRESH, destination.lowerThreshold());
        });
  }

  private static void endpoint(AttributeWriter dest, IpAddress address, int port) {
    dest.u16(IPVS_DEST_ATTR_ADDR_FAMILY, address.family().number())
        .bytes(IPVS_DEST_ATTR_ADDR, sixteen(address))
        .port(IPVS_DEST_ATTR_PORT, port);
  }

  private static int number(Method method) {
    return switch (method) {
      case Method.Masquerade _ -> IP_VS_CONN_F_MASQ;
      case Method.DirectRoute _ -> IP_VS_CONN_F_DROUTE;
      case Method.Tunnel _ -> IP_VS_CONN_F_TUNNEL;
      case Method.Other(var number, _) -> number;
    };
  }

  private static void tunnel(AttributeWriter dest, Method method) {
    int type = 0;
    int port = 0;
    int flags = 0;
    switch (method) {
      case Method.Masquerade _, Method.DirectRoute _ -> {}
      case Method.Tunnel(var kind, var to, var checksum) -> {
        type =
            switch (kind) {
              case IPIP -> IP_VS_CONN_F_TUNNEL_TYPE_IPIP;
              case GUE -> IP_VS_CONN_F_TUNNEL_TYPE_GUE;
              case GRE -> IP_VS_CONN_F_TUNNEL_TYPE_GRE;
            };
        port = to;
        flags = bits(checksum);
      }
      case Method.Other(_, var tunnel) -> type = tunnel;
    }
    dest.u8(IPVS_DEST_ATTR_TUN_TYPE, type)
        .port(IPVS_DEST_ATTR_TUN_PORT, port)
        .u16(IPVS_DEST_ATTR_TUN_FLAGS, flags);
  }

  private static int bits(TunnelChecksum checksum) {
    return switch (checksum) {
      case NONE -> 0;
      case CSUM -> IP_VS_TUNNEL_ENCAP_FLAG_CSUM;
      case REMCSUM -> IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;
    };
  }

  static void timeouts(AttributeWriter out, Timeouts timeouts) {
    out.u32(IPVS_CMD_ATTR_TIMEOUT_TCP, timeouts.tcp().toSeconds())
        .u32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, timeouts.tcpFin().toSeconds())
        .u32(IPVS_CMD_ATTR_TIMEOUT_UDP, timeouts.udp().toSeconds());
  }

  static void daemon(AttributeWriter out, SyncDaemon daemon) {
    out.nested(
        IPVS_CMD_ATTR_DAEMON,
        attributes -> {
          attributes
              .u32(IPVS_DAEMON_ATTR_STATE, daemon.role().number())
              .string(IPVS_DAEMON_ATTR_MCAST_IFN, daemon.interfaceName())
              .u32(IPVS_DAEMON_ATTR_SYNC_ID, daemon.id());
          ifPresent(daemon.maxLength(), v -> attributes.u16(IPVS_DAEMON_ATTR_SYNC_MAXLEN, v));
          ifPresent(daemon.port(), v -> attributes.u16(IPVS_DAEMON_ATTR_MCAST_PORT, v));
          ifPresent(daemon.ttl(), v -> attributes.u8(IPVS_DAEMON_ATTR_MCAST_TTL, v));
          daemon.group().ifPresent(group -> group(attributes, group));
        });
  }

  private static void group(AttributeWriter attributes, IpAddress group) {
    switch (group) {
      case Ipv4Address _ -> attributes.address(IPVS_DAEMON_ATTR_MCAST_GROUP, group);
      case Ipv6Address _ -> attributes.address(IPVS_DAEMON_ATTR_MCAST_GROUP6, group);
    }
  }

  static void daemon(AttributeWriter out, SyncDaemon.Role role) {
    out.nested(
        IPVS_CMD_ATTR_DAEMON, attributes -> attributes.u32(IPVS_DAEMON_ATTR_STATE, role.number()));
  }

  private static void ifPresent(OptionalInt value, Consumer<Integer> write) {
    if (value.isPresent()) {
      write.accept(value.getAsInt());
    }
  }

  /// union nf_inet_addr: an IPv4 address in the first four of 16 bytes.
  private static byte[] sixteen(IpAddress address) {
    return Arrays.copyOf(address.bytes(), 16);
  }
}
