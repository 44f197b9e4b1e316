package keepalived.ipvs.table;

import keepalived.core.config.Forwarding;
import keepalived.core.config.Forwarding.TunnelChecksum;

/// How the kernel forwards to one destination. It has no word for full NAT: that is masquerading
/// here, and a source NAT rule elsewhere.
public sealed interface Method {

  record Masquerade() implements Method {}

  record DirectRoute() implements Method {}

  /// @param port of GUE, else 0
  record Tunnel(Forwarding.Type type, int port, TunnelChecksum checksum) implements Method {}

  /// A method nobody can configure here (local delivery, bypass, one of a newer kernel), kept as
  /// its numbers so that it is seen to differ from what is wanted.
  ///
  /// @param number IP_VS_CONN_F_FWD_MASK part of the connection flags
  /// @param tunnel tunnel type, 0 unless it is a tunnel
  record Other(int number, int tunnel) implements Method {}

  /// Whether a connection may go to another port than it was made to.
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
