package keepalived.vrrp.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Config config(VrrpInstance... instances) {
    var byName = new LinkedHashMap<String, VrrpInstance>();
    for (var instance : instances) {
      byName.put(instance.name(), instance);
    }
    var none = Config.EMPTY;
    var vrrp =
        new VrrpConfig(
            byName,
            Map.of(),
            Map.of(),
            Map.of(),
            none.vrrp().statics(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            false);
    return new Config(none.global(), vrrp, none.lvs(), Map.of(), Map.of());
  }

  private static final InstanceFixture TWO = InstanceFixture.of("V2", 1, 100);
  private static final InstanceFixture THREE = InstanceFixture.of("V3", 2, 100).version3();
  private static final InstanceFixture SIX = InstanceFixture.of("V6", 3, 100).version3().ipv6();

  @Test
  void eachKindOfInstanceTakesOverInEachRound() {
    for (var kind : List.of(TWO, THREE, SIX)) {
      var rehearsal = new Rehearsal(config(kind.instance()));
      rehearsal.run(10, MINUTE);
      assertTrue(rehearsal.takeovers() >= 10, kind.name() + ": " + rehearsal.takeovers());
      assertTrue(rehearsal.sent() >= 10, kind.name() + ": " + rehearsal.sent());
    }
  }

  /// A thousand instances of one kind are rehearsed by one of them.
  @Test
  void oneInstanceOfEachKindIsEnough() {
    var one = new Rehearsal(config(TWO.instance()));
    var many = new Rehearsal(config(TWO.instance(), InstanceFixture.of("V2b", 9, 50).instance()));
    one.run(10, MINUTE);
    many.run(10, MINUTE);
    assertEquals(one.takeovers(), many.takeovers());
  }

  @Test
  void itEndsWhenItsTimeIsOver() {
    var rehearsal = new Rehearsal(config(TWO.instance()));
    rehearsal.run(1_000_000, Duration.ZERO);
    assertEquals(0, rehearsal.sent());
  }

  @Test
  void aConfigurationWithoutInstancesIsNoError() {
    var rehearsal = new Rehearsal(Config.EMPTY);
    rehearsal.run(10, MINUTE);
    assertEquals(0, rehearsal.takeovers());
  }
}
