package keepalived.core.config.iproute;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.config.iproute.VirtualRoute.Encap;
import keepalived.core.config.iproute.VirtualRoute.Install;
import keepalived.core.config.iproute.VirtualRoute.Metric;
import keepalived.core.config.iproute.VirtualRoute.NextHop;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// A [VirtualRoute] while it is put together, option by option. What is not set is as in
/// keepalived.conf(5): a tracked unicast route of protocol keepalived in the main table, in front
/// of routes to the same destination.
public final class VirtualRouteDraft {

  private static final int UNICAST = 1; // RTN_UNICAST
  private static final long MAIN_TABLE = 254; // RT_TABLE_MAIN
  public static final int KEEPALIVED = 18; // RTPROT_KEEPALIVED

  public int type = UNICAST;
  public Optional<IpPrefix> from = Optional.empty();
  public int tos;
  public long table = MAIN_TABLE;
  public int protocol = KEEPALIVED;
  public OptionalInt scope = OptionalInt.empty();
  public OptionalLong metric = OptionalLong.empty();
  public Optional<IpAddress> source = Optional.empty();
  public Optional<IpAddress> via = Optional.empty();
  public Optional<String> interfaceName = Optional.empty();
  public boolean onlink;
  public final List<NextHop> nextHops = new ArrayList<>();
  public final List<Metric> metrics = new ArrayList<>();
  public Optional<Encap> encap = Optional.empty();
  public OptionalLong realms = OptionalLong.empty();
  public OptionalInt preference = OptionalInt.empty();
  public OptionalLong expires = OptionalLong.empty();
  public Optional<Boolean> ttlPropagate = Optional.empty();
  public Optional<String> vrf = Optional.empty();
  public Install install = Install.PREPEND;
  public boolean tracked = true;
  public Optional<String> trackGroup = Optional.empty();

  public VirtualRoute build(Family family, IpPrefix destination) {
    return new VirtualRoute(
        family,
        destination,
        type,
        from,
        tos,
        table,
        protocol,
        scope,
        metric,
        source,
        via,
        interfaceName,
        onlink,
        nextHops,
        metrics,
        encap,
        new VirtualRoute.Extras(realms, preference, expires, ttlPropagate, vrf),
        install,
        tracked,
        trackGroup);
  }
}
