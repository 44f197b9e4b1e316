package keepalived.ipvs.kernel;

import static keepalived.ipvs.kernel.IpvsAttributes.*;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.core.config.Forwarding;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Persistence;
import keepalived.ipvs.table.Release;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus.DestinationStatus;
import keepalived.ipvs.table.Statistics;
import keepalived.ipvs.table.Statistics.Traffic;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.Timeouts;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.MalformedMessage;

/// Decodes the kernel's replies. An entry with a protocol or family that is unknown here (of a
/// newer kernel) decodes to empty: it cannot be ours. Malformed bytes throw [MalformedMessage].
final class IpvsReplies {

  private IpvsReplies() {}

  /// A service without its destinations, which come in a separate dump.
  record ServiceReply(ServiceKey key, Options options, Statistics statistics) {}

  static Optional<ServiceReply> service(AttributeReader reply) {
    while (reply.next()) {
      if (reply.type() == IPVS_CMD_ATTR_SERVICE) {
        return new ServiceFields().read(reply.nested());
      }
    }
    return Optional.empty();
  }

  static Optional<DestinationStatus> destination(AttributeReader reply, Family serviceFamily) {
    while (reply.next()) {
      if (reply.type() == IPVS_CMD_ATTR_DEST) {
        return new DestinationFields(serviceFamily).read(reply.nested());
      }
    }
    return Optional.empty();
  }

  private static final class ServiceFields {
    private int family;
    private int protocol;
    private byte[] address = new byte[0];
    private int port;
    private long mark;
    private String scheduler = "";
    private int flags;
    private long timeout;
    private int maskBigEndian;
    private int maskNative;
    private Optional<String> engine = Optional.empty();
    private final StatisticsFields statistics = new StatisticsFields();

    Optional<ServiceReply> read(AttributeReader in) {
      while (in.next()) {
        switch (in.type()) {
          case IPVS_SVC_ATTR_AF -> family = in.u16();
          case IPVS_SVC_ATTR_PROTOCOL -> protocol = in.u16();
          case IPVS_SVC_ATTR_ADDR -> address = in.bytes();
          case IPVS_SVC_ATTR_PORT -> port = in.port();
          case IPVS_SVC_ATTR_FWMARK -> mark = in.u32();
          case IPVS_SVC_ATTR_SCHED_NAME -> scheduler = in.string();
          case IPVS_SVC_ATTR_FLAGS -> flags = in.struct(8).getInt(0);
          case IPVS_SVC_ATTR_TIMEOUT -> timeout = in.u32();
          case IPVS_SVC_ATTR_NETMASK -> {
            maskBigEndian = (int) in.be32();
            maskNative = in.s32();
          }
          case IPVS_SVC_ATTR_PE_NAME ->
              engine = Optional.of(in.string()).filter(name -> !name.isEmpty());
          case IPVS_SVC_ATTR_STATS -> statistics.read(in.nested(), 32);
          case IPVS_SVC_ATTR_STATS64 -> statistics.read(in.nested(), 64);
          default -> {}
        }
      }
      return family(family).flatMap(this::reply);
    }

    private Optional<ServiceReply> reply(Family of) {
      return key(of).map(key -> new ServiceReply(key, options(of), statistics.value()));
    }

    private Optional<ServiceKey> key(Family of) {
      if (mark != 0) {
        return Optional.of(new ServiceKey.ByMark(mark, of));
      }
      return protocol(protocol)
          .map(p -> new ServiceKey.ByAddress(p, new Endpoint(ofSixteen(of, address), port)));
    }

    private Options options(Family of) {
      var persistence =
          (flags & IP_VS_SVC_F_PERSISTENT) == 0
              ? Optional.<Persistence>empty()
              : Optional.of(
                  new Persistence(
                      Duration.ofSeconds(timeout), of == Family.IPV4 ? maskBigEndian : maskNative));
      return new Options(
          scheduler, flags(flags), (flags & IP_VS_SVC_F_ONEPACKET) != 0, persistence, engine);
    }
  }

  private static final class DestinationFields {
    private int family;
    private byte[] address = new byte[0];
    private int port;
    private int method;
    private long weight;
    private long upper;
    private long lower;
    private long active;
    private long inactive;
    private long persistent;
    private int tunnelType;
    private int tunnelPort;
    private int tunnelFlags;
    private final StatisticsFields statistics = new StatisticsFields();

    DestinationFields(Family serviceFamily) {
      family = serviceFamily.number(); // missing before Linux 3.18
    }

    Optional<DestinationStatus> read(AttributeReader in) {
      while (in.next()) {
        switch (in.type()) {
          case IPVS_DEST_ATTR_ADDR_FAMILY -> family = in.u16();
          case IPVS_DEST_ATTR_ADDR -> address = in.bytes();
          case IPVS_DEST_ATTR_PORT -> port = in.port();
          case IPVS_DEST_ATTR_FWD_METHOD -> method = in.s32() & IP_VS_CONN_F_FWD_MASK;
          case IPVS_DEST_ATTR_WEIGHT -> weight = in.s32();
          case IPVS_DEST_ATTR_U_THRESH -> upper = in.u32();
          case IPVS_DEST_ATTR_L_THRESH -> lower = in.u32();
          case IPVS_DEST_ATTR_ACTIVE_CONNS -> active = in.u32();
          case IPVS_DEST_ATTR_INACT_CONNS -> inactive = in.u32();
          case IPVS_DEST_ATTR_PERSIST_CONNS -> persistent = in.u32();
          case IPVS_DEST_ATTR_TUN_TYPE -> tunnelType = in.u8();
          case IPVS_DEST_ATTR_TUN_PORT -> tunnelPort = in.port();
          case IPVS_DEST_ATTR_TUN_FLAGS -> tunnelFlags = in.u16();
          case IPVS_DEST_ATTR_STATS -> statistics.read(in.nested(), 32);
          case IPVS_DEST_ATTR_STATS64 -> statistics.read(in.nested(), 64);
          default -> {}
        }
      }
      return family(family).map(this::status);
    }

    private DestinationStatus status(Family of) {
      var endpoint = new Endpoint(ofSixteen(of, address), port);
      // The kernel accepts negative weights, although its tools refuse them; they schedule no
      // connections.
      int atLeastNone = (int) Math.max(0, weight);
      return new DestinationStatus(
          new Destination(endpoint, method(), atLeastNone, upper, lower),
          active,
          inactive,
          persistent,
          statistics.value());
    }

    private Method method() {
      return switch (method) {
        case IP_VS_CONN_F_MASQ -> new Method.Masquerade();
        case IP_VS_CONN_F_DROUTE -> new Method.DirectRoute();
        case IP_VS_CONN_F_TUNNEL -> tunnel();
        default -> new Method.Other(method, 0);
      };
    }

    private Method tunnel() {
      return switch (tunnelType) {
        case IP_VS_CONN_F_TUNNEL_TYPE_IPIP -> tunnel(Forwarding.Type.IPIP);
        case IP_VS_CONN_F_TUNNEL_TYPE_GUE -> tunnel(Forwarding.Type.GUE);
        case IP_VS_CONN_F_TUNNEL_TYPE_GRE -> tunnel(Forwarding.Type.GRE);
        default -> new Method.Other(method, tunnelType);
      };
    }

    private Method tunnel(Forwarding.Type type) {
      return new Method.Tunnel(type, tunnelPort, checksum(tunnelFlags));
    }
  }

  /// Counters are sent as 32 and as 64 bits; the 64-bit ones win.
  private static final class StatisticsFields {
    private final long[] values = new long[IPVS_STATS_ATTR_OUTBPS + 1];
    private int bits;

    void read(AttributeReader in, int width) {
      if (width < bits) {
        return;
      }
      bits = width;
      while (in.next()) {
        if (in.type() > 0 && in.type() < values.length) {
          values[in.type()] = in.value().remaining() >= 8 ? in.u64() : in.u32();
        }
      }
    }

    Statistics value() {
      return new Statistics(traffic(IPVS_STATS_ATTR_CONNS), traffic(IPVS_STATS_ATTR_CPS));
    }

    private Traffic traffic(int first) {
      return new Traffic(
          values[first],
          values[first + 1],
          values[first + 2],
          values[first + 3],
          values[first + 4]);
    }
  }

  static Timeouts timeouts(AttributeReader in) {
    long tcp = 0;
    long tcpFin = 0;
    long udp = 0;
    while (in.next()) {
      switch (in.type()) {
        case IPVS_CMD_ATTR_TIMEOUT_TCP -> tcp = in.u32();
        case IPVS_CMD_ATTR_TIMEOUT_TCP_FIN -> tcpFin = in.u32();
        case IPVS_CMD_ATTR_TIMEOUT_UDP -> udp = in.u32();
        default -> {}
      }
    }
    return new Timeouts(
        Duration.ofSeconds(tcp), Duration.ofSeconds(tcpFin), Duration.ofSeconds(udp));
  }

  static Release release(AttributeReader in) {
    int version = 0;
    int buckets = 0;
    while (in.next()) {
      switch (in.type()) {
        case IPVS_INFO_ATTR_VERSION -> version = in.s32();
        case IPVS_INFO_ATTR_CONN_TAB_SIZE -> buckets = in.s32();
        default -> {}
      }
    }
    return Release.of(version, buckets);
  }

  static Optional<SyncDaemon> daemon(AttributeReader reply) {
    while (reply.next()) {
      if (reply.type() == IPVS_CMD_ATTR_DAEMON) {
        return daemonFields(reply.nested());
      }
    }
    return Optional.empty();
  }

  private static Optional<SyncDaemon> daemonFields(AttributeReader in) {
    int state = 0;
    var interfaceName = "";
    int id = 0;
    var maxLength = OptionalInt.empty();
    var group = Optional.<IpAddress>empty();
    var port = OptionalInt.empty();
    var ttl = OptionalInt.empty();
    while (in.next()) {
      switch (in.type()) {
        case IPVS_DAEMON_ATTR_STATE -> state = in.s32();
        case IPVS_DAEMON_ATTR_MCAST_IFN -> interfaceName = in.string();
        case IPVS_DAEMON_ATTR_SYNC_ID -> id = in.s32();
        case IPVS_DAEMON_ATTR_SYNC_MAXLEN -> maxLength = OptionalInt.of(in.u16());
        case IPVS_DAEMON_ATTR_MCAST_GROUP, IPVS_DAEMON_ATTR_MCAST_GROUP6 ->
            group = Optional.of(in.address());
        case IPVS_DAEMON_ATTR_MCAST_PORT -> port = OptionalInt.of(in.u16());
        case IPVS_DAEMON_ATTR_MCAST_TTL -> ttl = OptionalInt.of(in.u8());
        default -> {}
      }
    }
    for (var role : SyncDaemon.Role.values()) {
      if (role.number() == state) {
        return Optional.of(new SyncDaemon(role, interfaceName, id, maxLength, group, port, ttl));
      }
    }
    return Optional.empty();
  }

  private static Set<Flag> flags(int bits) {
    var found = EnumSet.noneOf(Flag.class);
    for (var flag : Flag.values()) {
      if ((bits & IpvsCodec.bit(flag)) != 0) {
        found.add(flag);
      }
    }
    return found;
  }

  private static TunnelChecksum checksum(int bits) {
    if ((bits & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM) != 0) {
      return TunnelChecksum.REMCSUM;
    }
    return (bits & IP_VS_TUNNEL_ENCAP_FLAG_CSUM) != 0 ? TunnelChecksum.CSUM : TunnelChecksum.NONE;
  }

  private static Optional<Family> family(int number) {
    return Arrays.stream(Family.values()).filter(f -> f.number() == number).findFirst();
  }

  private static Optional<Protocol> protocol(int number) {
    return Arrays.stream(Protocol.values())
        .filter(p -> p != Protocol.NONE && p.number() == number)
        .findFirst();
  }

  private static IpAddress ofSixteen(Family family, byte[] bytes) {
    if (bytes.length < family.bytes()) {
      throw new MalformedMessage(family + " address of " + bytes.length + " bytes");
    }
    return IpAddress.of(Arrays.copyOf(bytes, family.bytes()));
  }
}
