package keepalived.ipvs.table;

import java.time.Duration;
import keepalived.core.config.GlobalSettings.LvsTimeouts;

/// How long the kernel keeps idle connections, in whole seconds. When set, 0 leaves the kernel's
/// value unchanged.
///
/// @param tcpFin after a FIN was seen
public record Timeouts(Duration tcp, Duration tcpFin, Duration udp) {

  /// The kernel's defaults.
  public static final Timeouts KERNEL =
      new Timeouts(Duration.ofSeconds(900), Duration.ofSeconds(120), Duration.ofSeconds(300));

  /// The configured timeouts; 0 for those not configured.
  public static Timeouts of(LvsTimeouts configured) {
    return new Timeouts(
        configured.tcp().orElse(Duration.ZERO),
        configured.tcpFin().orElse(Duration.ZERO),
        configured.udp().orElse(Duration.ZERO));
  }

  /// These timeouts, replaced by those of `wanted` that are not 0.
  public Timeouts with(Timeouts wanted) {
    return new Timeouts(
        wanted.tcp.isZero() ? tcp : wanted.tcp,
        wanted.tcpFin.isZero() ? tcpFin : wanted.tcpFin,
        wanted.udp.isZero() ? udp : wanted.udp);
  }
}
