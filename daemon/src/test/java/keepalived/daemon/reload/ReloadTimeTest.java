package keepalived.daemon.reload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReloadTimeTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "13:30:00, 2026-11-21T12:30:00Z, true",
    "12:30:00, 2026-11-22T11:30:00Z, true",
    "12:00:00Z, 2026-11-22T12:00:00Z, true",
    "12:00:01Z, 2026-11-21T12:00:01Z, true",
    "2026-11-21 13:00:01, 2026-11-21T12:00:01Z, false",
    "27-01-02 03:04:05Z, 2027-01-02T03:04:05Z, false",
  })
  void whenItSays(String text, Instant when, boolean daily) {
    assertEquals(Optional.of(new ReloadTime(when, daily)), ReloadTime.parse(text, NOW, BERLIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "25:00:00", "2026-11-21 12:59:59", "2026-13-01 00:00:00", "1:2:3"})
  void whatIsNoTimeToCome(String text) {
    assertEquals(Optional.empty(), ReloadTime.parse(text, NOW, BERLIN));
  }
}
