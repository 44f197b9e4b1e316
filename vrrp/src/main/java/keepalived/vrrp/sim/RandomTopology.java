package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.TrackScript;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// The routers of one run and their configurations, drawn from a seed. All have the same version
/// and family; the other settings vary.
final class RandomTopology {

  /// The script that every instance may track.
  static final String SCRIPT = "chk";

  private enum Secrets {
    NONE,
    PASSWORD,
    AUTH_HEADER,
    HMAC
  }

  private final RandomGenerator random;
  private final boolean version3;
  private final boolean ipv6;
  private final boolean grouped;
  private final Secrets secrets;
  private final Duration interval;

  RandomTopology(RandomGenerator random) {
    this.random = random;
    version3 = random.nextBoolean();
    ipv6 = version3 && random.nextInt(3) == 0;
    grouped = random.nextInt(3) == 0;
    interval =
        version3
            ? Duration.ofMillis(
                List.of(10, 100, 200, 500, 500, 1000, 1000, 1000).get(random.nextInt(8)))
            : Duration.ofSeconds(1 + random.nextInt(2));
    secrets =
        random.nextBoolean()
            ? Secrets.NONE
            : version3
                ? Secrets.HMAC
                : random.nextBoolean() ? Secrets.PASSWORD : Secrets.AUTH_HEADER;
  }

  List<String> segments() {
    return grouped ? List.of("eth0", "eth1") : List.of("eth0");
  }

  SimNode.Host host(int number) {
    var interfaces = new LinkedHashMap<String, List<IpAddress>>();
    for (var segment : segments()) {
      int net = segment.equals("eth0") ? 0 : 1;
      interfaces.put(
          segment,
          List.of(
              Ipv4Address.of("10.0." + net + "." + (number + 1)),
              Ipv6Address.of("fe80::" + net + ":" + (number + 1))));
    }
    return new SimNode.Host(
        "node" + number,
        interfaces,
        random.nextLong(-200, 200),
        Duration.ofMillis(random.nextLong(-800, 800)));
  }

  Config config(int number) {
    int priority = 1 + random.nextInt(254);
    boolean preempt = random.nextInt(4) != 0;
    var delay =
        preempt && random.nextInt(4) == 0
            ? Duration.ofSeconds(1 + random.nextInt(5))
            : Duration.ZERO;
    boolean tracks = random.nextBoolean();
    int weight = List.of(0, -30, 30).get(random.nextInt(3));
    var instances = new LinkedHashMap<String, VrrpInstance>();
    int vrid = 51;
    for (var segment : segments()) {
      var sketch =
          InstanceFixture.of("VI_" + vrid, vrid, priority)
              .on(segment)
              .interval(ownInterval())
              .preempt(preempt, delay)
              .authentication(authentication());
      sketch = ipv6 ? sketch.ipv6() : version3 ? sketch.version3() : sketch;
      if (tracks) {
        sketch = sketch.tracking(tracking(grouped ? 0 : weight));
      }
      instances.put(sketch.name(), sketch.instance());
      vrid++;
    }
    return config(instances, tracks);
  }

  /// Version 3 routers may have different intervals; version 2 routers would refuse each other's
  /// adverts.
  private Duration ownInterval() {
    return version3 && random.nextInt(4) == 0 ? interval.multipliedBy(2) : interval;
  }

  private static Tracking tracking(int weight) {
    return new Tracking(
        List.of(),
        List.of(new Tracking.Entry(SCRIPT, weight, false)),
        List.of(),
        List.of(),
        List.of());
  }

  private Authentication authentication() {
    return switch (secrets) {
      case NONE -> new Authentication.None();
      case PASSWORD -> new Authentication.Password("secret");
      case AUTH_HEADER -> new Authentication.AuthHeader("secret");
      case HMAC ->
          new Authentication.Hmac(
              Map.of(1, Authentication.Secret.of(new byte[32])),
              1,
              Duration.ofSeconds(5),
              Authentication.AntiReplay.TIME,
              Authentication.Mode.ENFORCE);
    };
  }

  private Config config(Map<String, VrrpInstance> instances, boolean tracks) {
    var groups = new LinkedHashMap<String, SyncGroup>();
    if (grouped) {
      groups.put(
          "G",
          new SyncGroup(
              "G",
              new ArrayList<>(instances.keySet()),
              Tracking.NONE,
              false,
              NotifyScripts.NONE,
              false,
              false));
    }
    return configuration(instances, groups, tracks ? Map.of(SCRIPT, script()) : Map.of());
  }

  static Config configuration(
      Map<String, VrrpInstance> instances,
      Map<String, SyncGroup> groups,
      Map<String, TrackScript> scripts) {
    var none = VrrpConfig.EMPTY;
    return new Config(
        GlobalSettings.DEFAULT,
        new VrrpConfig(
            instances,
            groups,
            scripts,
            Map.of(),
            none.statics(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            false),
        Config.EMPTY.lvs(),
        Map.of(),
        Map.of());
  }

  private static TrackScript script() {
    return new TrackScript(
        SCRIPT,
        new Script("true", List.of("/bin/true"), Optional.empty(), Script.Kind.PROGRAM),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        0,
        false,
        1,
        1,
        false);
  }
}
