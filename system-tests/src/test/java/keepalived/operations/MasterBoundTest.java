package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keepalived.operations.MasterBound.Advert;
import keepalived.operations.MasterBound.Life;
import org.junit.jupiter.api.Test;

/// Tests the judgement of [CrashTest] itself: it finds violations and accepts correct runs.
class MasterBoundTest {

  private static final Instant START = Instant.ofEpochSecond(1_000_000);
  private static final int HIGH = 200;
  private static final int LOW = 100;

  private static Instant at(int millis) {
    return START.plusMillis(millis);
  }

  /// Adverts every 200 ms, both ends included.
  private static Stream<Advert> adverts(int priority, int from, int to) {
    return IntStream.rangeClosed(0, (to - from) / 200)
        .mapToObj(i -> new Advert(at(from + 200 * i), priority));
  }

  private static List<String> broken(Lateness machine, List<Advert> adverts, Life... lives) {
    return new MasterBound(HIGH, LOW, Duration.ofMillis(200), machine)
        .judge(adverts, List.of(lives)).stream()
            .filter(MasterBound.Verdict::broken)
            .map(verdict -> verdict.what().replaceAll(" (at|until) .*", ""))
            .toList();
  }

  private static final Life FIRST = new Life(HIGH, at(0), at(2000), List.of());
  private static final Life OTHER = new Life(LOW, at(0), at(6000), List.of());
  private static final Lateness STEADY = Lateness.of(Map.of());

  @Test
  void aTakeoverInTimeIsFine() {
    // 3 x 200 ms + (256 - 100) / 256 x 200 ms after the kill, which came with the last advert.
    var adverts = Stream.concat(adverts(HIGH, 600, 2000), adverts(LOW, 2721, 6000)).toList();
    assertEquals(List.of(), broken(STEADY, adverts, FIRST, OTHER));
  }

  @Test
  void aLateTakeoverIsNotUnlessTheMachineStoodStill() {
    var adverts = Stream.concat(adverts(HIGH, 600, 2000), adverts(LOW, 2731, 6000)).toList();
    assertEquals(List.of("no router advertised"), broken(STEADY, adverts, FIRST, OTHER));
    var stall = Lateness.of(Map.of(at(2700), Duration.ofMillis(10)));
    assertEquals(List.of(), broken(stall, adverts, FIRST, OTHER));
    var earlier = Lateness.of(Map.of(at(1500), Duration.ofMillis(10)));
    assertEquals(List.of("no router advertised"), broken(earlier, adverts, FIRST, OTHER));
  }

  @Test
  void aBackupWaitsOnceMoreOnlyIfItStoodStillAndTheMachineDid() {
    // 721 ms after the kill its timer is 110 ms late; it gives the master another 721 ms.
    var adverts = Stream.concat(adverts(HIGH, 600, 2000), adverts(LOW, 3550, 6000)).toList();
    var stall = Lateness.of(Map.of(at(2721), Duration.ofMillis(110)));
    var told = new Life(LOW, at(0), at(6000), List.of(at(2835)));
    assertEquals(List.of(), broken(stall, adverts, FIRST, told));
    assertEquals(List.of("no router advertised"), broken(stall, adverts, FIRST, OTHER));
    assertEquals(List.of("no router advertised"), broken(STEADY, adverts, FIRST, told));
    var before = new Life(LOW, at(0), at(6000), List.of(at(1900)));
    assertEquals(List.of("no router advertised"), broken(stall, adverts, FIRST, before));
  }

  @Test
  void aMasterThatFallsSilentOrNeverComesIsFound() {
    var silent = Stream.concat(adverts(HIGH, 600, 2000), adverts(LOW, 2700, 4000)).toList();
    assertEquals(List.of("no router advertised"), broken(STEADY, silent, FIRST, OTHER));
    var never = adverts(LOW, 700, 6000).toList();
    assertEquals(List.of("the higher one became master"), broken(STEADY, never, FIRST, OTHER));
  }

  @Test
  void twoMastersAreFound() {
    var both =
        Stream.of(adverts(HIGH, 600, 2000), adverts(LOW, 1210, 1210), adverts(LOW, 2700, 6000))
            .flatMap(a -> a)
            .sorted((a, b) -> a.when().compareTo(b.when()))
            .toList();
    assertEquals(List.of("two masters"), broken(STEADY, both, FIRST, OTHER));
  }

  @Test
  void aMasterThatFallsSilentInOfficeIsToBlameItself() {
    var silent =
        Stream.of(adverts(HIGH, 600, 800), adverts(LOW, 1530, 1730), adverts(HIGH, 1800, 2000))
            .flatMap(a -> a)
            .toList();
    var end = new Life(LOW, at(0), at(2100), List.of());
    assertEquals(
        List.of("no router advertised", "the higher one was silent"),
        broken(STEADY, silent, FIRST, end));
    var stall = Lateness.of(Map.of(at(900), Duration.ofMillis(600)));
    assertEquals(List.of(), broken(stall, silent, FIRST, end));
  }

  /// The numbers of a real run: silent for 0.934 s, while the machine withheld 0.695 s from the
  /// test.
  @Test
  void whereTheMachineStandsStillTheRouterMayLoseHalfAnIntervalMore() {
    var adverts =
        Stream.of(adverts(HIGH, 600, 800), adverts(LOW, 1600, 1600), adverts(HIGH, 1734, 1934))
            .flatMap(a -> a)
            .toList();
    var end = new Life(LOW, at(0), at(2100), List.of());
    var stall = Lateness.of(Map.of(at(900), Duration.ofMillis(520)));
    assertEquals(List.of(), broken(stall, adverts, FIRST, end));
    var shorter = Lateness.of(Map.of(at(900), Duration.ofMillis(490)));
    assertEquals(List.of("the higher one was silent"), broken(shorter, adverts, FIRST, end));
  }
}
