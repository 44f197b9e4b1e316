package keepalived.vrrp.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import keepalived.core.config.Config;
import keepalived.vrrp.engine.EngineConfigs;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final InstanceFixture TWO = InstanceFixture.of("V2", 1, 100);
  private static final InstanceFixture THREE = InstanceFixture.of("V3", 2, 100).version3();
  private static final InstanceFixture SIX = InstanceFixture.of("V6", 3, 100).version3().ipv6();

  @Test
  void eachKindOfInstanceTakesOverInEachRound() {
    for (var kind : List.of(TWO, THREE, SIX)) {
      var rehearsal = new Rehearsal(EngineConfigs.of(kind.instance()));
      rehearsal.run(10, MINUTE);
      assertTrue(rehearsal.takeovers() >= 10, kind.name() + ": " + rehearsal.takeovers());
      assertTrue(rehearsal.sent() >= 10, kind.name() + ": " + rehearsal.sent());
    }
  }

  /// A thousand instances of one kind are rehearsed by one of them.
  @Test
  void oneInstanceOfEachKindIsEnough() {
    var one = new Rehearsal(EngineConfigs.of(TWO.instance()));
    var many =
        new Rehearsal(
            EngineConfigs.of(TWO.instance(), InstanceFixture.of("V2b", 9, 50).instance()));
    one.run(10, MINUTE);
    many.run(10, MINUTE);
    assertEquals(one.takeovers(), many.takeovers());
  }

  @Test
  void itEndsWhenItsTimeIsOver() {
    var rehearsal = new Rehearsal(EngineConfigs.of(TWO.instance()));
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
