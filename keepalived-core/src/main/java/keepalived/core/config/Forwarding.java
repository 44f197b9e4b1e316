package keepalived.core.config;

/// How IPVS forwards packets to a real server (`lb_kind`, ipvsadm(8) packet-forwarding-method).
public sealed interface Forwarding {

  /// Network address translation (`NAT`, ipvsadm `-m`).
  record Masquerade() implements Forwarding {}

  /// Direct routing (`DR`, ipvsadm `-g`).
  record DirectRoute() implements Forwarding {}

  /// IP tunnelling (`TUN`, ipvsadm `-i`).
  ///
  /// @param port destination port for GUE; 0 for other types
  record Tunnel(Type type, int port, TunnelChecksum checksum) implements Forwarding {}

  /// Masquerading that also rewrites the client's address to a local one (`FNAT`), so that real
  /// servers need no route back through the director.
  record FullNat() implements Forwarding {}

  /// Tunnel kinds, numbered as IP_VS_CONN_F_TUNNEL_TYPE_* (linux/ip_vs.h).
  enum Type {
    IPIP,
    GUE,
    GRE
  }

  /// Checksum option of GUE and GRE tunnels.
  enum TunnelChecksum {
    NONE,
    CSUM,
    REMCSUM
  }
}
