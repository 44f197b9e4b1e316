package keepalived.daemon.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import keepalived.core.log.Part;
import keepalived.core.time.MonoTime;
import org.junit.jupiter.api.Test;

class MailQueueTest {

  private static final MailQueue.Rules RULES =
      new MailQueue.Rules(
          4,
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          2,
          Duration.ofSeconds(10));

  private final MailQueue outbox = new MailQueue(RULES);

  private static MonoTime at(long seconds) {
    // an origin near the overflow: instants compare by subtraction
    return new MonoTime(Long.MAX_VALUE - 5_000_000_000L).plus(Duration.ofSeconds(seconds));
  }

  private static MailQueue.Waiting letter(String name, long seconds) {
    var written = ZonedDateTime.parse("2026-11-21T10:00:00Z");
    return new MailQueue.Waiting(Part.VRRP, new Mail(name, ""), written, at(seconds));
  }

  private String due(long seconds) {
    return outbox.due(at(seconds)).map(w -> w.letter().subject()).orElse("");
  }

  private MailQueue.Waiting head(long seconds) {
    return outbox.due(at(seconds)).orElseThrow();
  }

  @Test
  void inOrderAndAtMostABurstThenPaced() {
    List.of("a", "b", "c", "d").forEach(n -> outbox.add(letter(n, 0)));
    outbox.settled(head(0), at(0));
    outbox.settled(head(0), at(0));
    assertEquals("", due(0));
    assertEquals(Optional.of(at(10)), outbox.wakeAt());
    assertEquals("", due(9));
    assertEquals("c", due(10));
    outbox.settled(head(10), at(10));
    assertEquals("", due(19));
    outbox.settled(head(20), at(20));
    assertEquals(Optional.empty(), outbox.wakeAt());
    outbox.add(letter("e", 100));
    outbox.add(letter("f", 100));
    outbox.settled(head(100), at(100));
    assertEquals("f", due(100));
  }

  @Test
  void anUnreachableRelayHoldsAllWithGrowingPauses() {
    outbox.add(letter("a", 0));
    outbox.add(letter("b", 0));
    assertEquals(List.of(), outbox.unreachable(at(0)));
    assertEquals("", due(4));
    assertEquals("a", due(5));
    outbox.unreachable(at(5));
    assertEquals(Optional.of(at(15)), outbox.wakeAt());
    outbox.unreachable(at(15));
    outbox.unreachable(at(35));
    outbox.unreachable(at(75));
    assertEquals(Optional.of(at(135)), outbox.wakeAt());
    outbox.settled(head(135), at(135));
    assertEquals("b", due(135));
  }

  @Test
  void aDeferredLetterLetsOthersPass() {
    outbox.add(letter("a", 0));
    outbox.add(letter("b", 0));
    assertFalse(outbox.deferred(head(0), at(0)));
    assertEquals("b", due(0));
    outbox.settled(head(0), at(0));
    assertEquals("", due(4));
    // the burst of two is used up by then
    assertEquals("a", due(10));
    assertFalse(outbox.deferred(head(10), at(10)));
    assertEquals(Optional.of(at(20)), outbox.wakeAt());
  }

  @Test
  void tooManyPushOutTheOldestAndTooOldAreGivenUp() {
    List.of("a", "b", "c", "d")
        .forEach(n -> assertEquals(Optional.empty(), outbox.add(letter(n, 0))));
    assertEquals("a", outbox.add(letter("e", 3000)).orElseThrow().letter().subject());
    var lost = outbox.unreachable(at(3600));
    assertEquals(List.of("b", "c", "d"), lost.stream().map(w -> w.letter().subject()).toList());
    assertEquals(1, outbox.size());
    assertTrue(outbox.deferred(head(6600), at(6600)));
    assertEquals(0, outbox.size());
  }

  @Test
  void inAHurryEachLetterHasOneMoreTry() {
    List.of("a", "b", "c").forEach(n -> outbox.add(letter(n, 0)));
    outbox.deferred(head(0), at(0));
    outbox.unreachable(at(0));
    outbox.hurry();
    assertEquals("a", due(0));
    outbox.settled(head(0), at(0));
    outbox.settled(head(0), at(0));
    assertEquals(1, outbox.unreachable(at(0)).size());
    assertEquals(0, outbox.size());
  }
}
