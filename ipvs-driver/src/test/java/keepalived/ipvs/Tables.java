package keepalived.ipvs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import keepalived.core.config.Forwarding;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Persistence;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;

/// Tables for tests: in short notation, or random ones with few different addresses, so that two
/// tables have much in common.
public final class Tables {

  private static final List<String> SCHEDULERS = List.of("rr", "wrr", "wlc", "sh");

  private Tables() {}

  public static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  public static ServiceKey tcp(String address, int port) {
    return new ServiceKey.ByAddress(Protocol.TCP, new Endpoint(ip(address), port));
  }

  public static ServiceKey udp(String address, int port) {
    return new ServiceKey.ByAddress(Protocol.UDP, new Endpoint(ip(address), port));
  }

  /// A masqueraded destination.
  public static Destination nat(String address, int port, int weight) {
    return new Destination(new Endpoint(ip(address), port), new Method.Masquerade(), weight);
  }

  public static Service service(ServiceKey key, String scheduler, Destination... destinations) {
    return Service.of(key, Options.of(scheduler), List.of(destinations));
  }

  public static IpvsTable table(Service... services) {
    return IpvsTable.of(List.of(services));
  }

  public static IpvsTable random(RandomGenerator random) {
    var services = new ArrayList<Service>();
    for (int i = 0; i < 6; i++) {
      if (random.nextInt(3) > 0) {
        var key = key(i);
        services.add(Service.of(key, options(random, key.family()), destinations(random, key)));
      }
    }
    return IpvsTable.of(services);
  }

  private static ServiceKey key(int index) {
    return switch (index) {
      case 0 -> tcp("10.0.0.1", 80);
      case 1 -> udp("10.0.0.1", 80);
      case 2 -> tcp("2001:db8::1", 443);
      case 3 -> new ServiceKey.ByMark(7, Family.IPV4);
      case 4 -> new ServiceKey.ByMark(7, Family.IPV6);
      default -> tcp("10.0.0.2", 8000 + index);
    };
  }

  private static Options options(RandomGenerator random, Family family) {
    Optional<Persistence> persistence =
        random.nextInt(4) == 0
            ? Optional.of(
                Persistence.of(
                    family,
                    Duration.ofSeconds(1 + random.nextInt(3)),
                    1 + random.nextInt(family.bits())))
            : Optional.empty();
    return new Options(
        SCHEDULERS.get(random.nextInt(SCHEDULERS.size())),
        random.nextInt(4) == 0 ? Set.of(Flag.SCHED_2) : Set.of(),
        random.nextInt(8) == 0,
        persistence,
        Optional.empty());
  }

  private static List<Destination> destinations(RandomGenerator random, ServiceKey key) {
    var base = ip(key.family() == Family.IPV4 ? "10.1.0.1" : "2001:db8:1::1");
    var destinations = new ArrayList<Destination>();
    for (int i = 0; i < 5; i++) {
      if (random.nextBoolean()) {
        int upper = random.nextInt(3);
        destinations.add(
            new Destination(
                new Endpoint(base.plus(i), 80),
                method(random),
                random.nextInt(3),
                upper,
                random.nextInt(upper + 1)));
      }
    }
    return destinations;
  }

  private static Method method(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Method.DirectRoute();
      case 1 -> new Method.Tunnel(Forwarding.Type.GUE, 6080, Forwarding.TunnelChecksum.REMCSUM);
      case 2 -> new Method.Tunnel(Forwarding.Type.GRE, 0, Forwarding.TunnelChecksum.CSUM);
      default -> new Method.Masquerade();
    };
  }
}
