package keepalived.vrrp.advert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.ElectionInput;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendHealthTest {

  private static final Optional<String> REFUSED = Optional.of("Operation not permitted");
  private static final ElectionInput SECOND = router(InstanceFixture.of("V", 1, 100).instance());

  private static ElectionInput router(VrrpInstance config) {
    return new ElectionInput(config, 100, Optional.of(Ipv4Address.of("10.0.0.5")), false);
  }

  private static MonoTime at(long millis) {
    return new MonoTime(Duration.ofMillis(millis).toNanos());
  }

  /// The health of a master whose adverts are sent (+) or refused (-), in each row one advert every
  /// so many milliseconds at an interval of a second.
  @ParameterizedTest
  @CsvSource({
    "+, 1000, Clear",
    "-, 1000, Failing",
    "--, 1000, Failing",
    "---, 1000, Mute",
    // the first one was late, the last one was not
    "---, 800, Mute",
    "--+, 1000, Clear",
    "--+--, 1000, Failing",
    "-+-+-+-+, 1000, Clear",
    "--+---, 1000, Mute",
    "---+, 1000, Clear",
    // answers to others come in quick succession and prove nothing
    "-------------, 100, Failing",
    "----------------, 100, Mute",
  })
  void asManyAsMakeAMasterCountAsDead(String outcomes, long gap, String expected) {
    var voice = SendHealth.CLEAR;
    for (int i = 0; i < outcomes.length(); i++) {
      boolean left = outcomes.charAt(i) == '+';
      voice = voice.advertised(SECOND, left ? Optional.empty() : REFUSED, at(i * gap));
    }
    assertEquals(expected, voice.getClass().getSimpleName());
    assertEquals(expected.equals("Mute"), voice.condition().isPresent());
  }

  private static SendHealth mute() {
    SendHealth voice = SendHealth.CLEAR;
    for (int i = 0; i < 3; i++) {
      voice = voice.advertised(SECOND, REFUSED, at(i * 1000));
    }
    return voice;
  }

  @Test
  void theConditionNamesTheReason() {
    var condition = mute().condition().orElseThrow();
    assertEquals(
        new FaultCondition(FaultCondition.Kind.CANNOT_SEND, "Operation not permitted"), condition);
    assertEquals(
        "(V) entering FAULT state (cannot send adverts: Operation not permitted)",
        OriginalLines.fault(SECOND.config(), condition).text());
  }

  @Test
  void triesComeMoreAndMoreSeldom() {
    var voice = mute();
    var now = at(2000);
    for (long pause : new long[] {1000, 2000, 4000, 8000, 10_000, 10_000}) {
      assertEquals(Optional.of(now.plus(Duration.ofMillis(pause))), voice.nextTry());
      now = voice.nextTry().orElseThrow();
      voice = voice.tried(REFUSED, now);
    }
    assertEquals(Optional.of(at(5)), voice.tryingAt(at(5)).nextTry());
  }

  @Test
  void aTryThatLeftIsBelievedUntilTheNextAdvert() {
    var recovering = mute().tried(Optional.empty(), at(3000));
    assertEquals(Optional.empty(), recovering.condition());
    assertEquals(SendHealth.CLEAR, recovering.advertised(SECOND, Optional.empty(), at(7000)));
    var again = recovering.advertised(SECOND, REFUSED, at(7000));
    // no quicker than before: a fault that comes and goes must not do so every few seconds
    assertEquals(Optional.of(at(9000)), assertInstanceOf(SendHealth.Mute.class, again).nextTry());
  }

  @Test
  void whatFailedAWhileAgoIsForgottenByABackup() {
    var failing = SendHealth.CLEAR.advertised(SECOND, REFUSED, at(0));
    assertEquals(SendHealth.CLEAR, failing.resting());
    assertEquals(mute(), mute().resting());
  }
}
