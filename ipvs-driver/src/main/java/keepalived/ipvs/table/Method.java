package keepalived.ipvs.table;

import keepalived.core.config.Forwarding;
import keepalived.core.config.Forwarding.TunnelChecksum;

/// How the kernel forwards to a destination. The kernel does not know full NAT: here that is
/// masquerading, together with a source NAT rule outside IPVS.
public sealed interface Method {

  record Masquerade() implements Method {}

  record DirectRoute() implements Method {}

  /// @param port UDP port of GUE; 0 for other types
  record Tunnel(Forwarding.Type type, int port, TunnelChecksum checksum) implements Method {}

  /// A method that cannot be configured here (local delivery, bypass, one of a newer kernel). Its
  /// numbers are kept, so that it differs from each desired method.
  ///
  /// @param number IP_VS_CONN_F_FWD_MASK part of the connection flags
  /// @param tunnel tunnel type, 0 unless it is a tunnel
  record Other(int number, int tunnel) implements Method {}

  /// Whether a connection may be forwarded to another port than its original one.
  default boolean changesPort() {
    return this instanceof Masquerade;
  }

  static Method of(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _, Forwarding.FullNat _ -> new Masquerade();
      case Forwarding.DirectRoute _ -> new DirectRoute();
      case Forwarding.Tunnel(var type, var port, var checksum) -> new Tunnel(type, port, checksum);
    };
  }
}
