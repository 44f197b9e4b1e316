package keepalived.linux.netlink.rt.route;

import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;

/// Identifies a route within a table: destination, source prefix (IPv6 only), type of service,
/// table and metric. The default route is `0.0.0.0/0` or `::/0`.
public record RouteKey(
    IpPrefix destination, Optional<IpPrefix> from, int tos, long table, long metric) {

  public static final long TABLE_MAIN = 254; // linux/rtnetlink.h, RT_TABLE_MAIN
  public static final long TABLE_LOCAL = 255; // linux/rtnetlink.h, RT_TABLE_LOCAL

  /// A destination in the main table, without a metric.
  public static RouteKey of(IpPrefix destination) {
    return new RouteKey(destination, Optional.empty(), 0, TABLE_MAIN, 0);
  }

  public Family family() {
    return destination.family();
  }

  @Override
  public String toString() {
    return destination
        + from.map(f -> " from " + f).orElse("")
        + (tos == 0 ? "" : " tos " + tos)
        + (table == TABLE_MAIN ? "" : " table " + table)
        + (metric == 0 ? "" : " metric " + metric);
  }
}
