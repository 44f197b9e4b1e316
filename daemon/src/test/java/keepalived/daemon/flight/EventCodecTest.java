package keepalived.daemon.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.time.MonoTime;
import org.junit.jupiter.api.Test;

/// Records of the flight recorder, whole, cut and damaged.
class EventCodecTest {

  private static Recorded event(int number) {
    return new Recorded(
        new EventId(0xa1f3, number),
        Instant.ofEpochSecond(1_796_000_000L + number, 412_000_000),
        new MonoTime(number * 1_000_000_007L),
        Happening.of(Happening.Kind.STEP, "VI_" + number)
            .with("why", "master timeout, no advert from 10.0.0." + number + " — für 3.61 s")
            .with("empty", "")
            .after(new EventId(0xa1f3, Math.max(1, number - 1))));
  }

  private static byte[] bytes(List<Recorded> events) {
    var bytes = new ByteArrayOutputStream();
    events.forEach(event -> bytes.writeBytes(EventCodec.encode(event)));
    return bytes.toByteArray();
  }

  private static List<Recorded> events(int count) {
    var events = new ArrayList<Recorded>();
    for (int i = 1; i <= count; i++) {
      events.add(event(i));
    }
    return events;
  }

  @Test
  void whatIsWrittenIsRead() {
    var events = events(20);
    assertEquals(events, EventCodec.scan(bytes(events)));
  }

  /// The record in which a file ends is lost, and none before it.
  @Test
  void aFileCutAtEveryByteIsRead() {
    var events = events(5);
    byte[] whole = bytes(events);
    var ends = new ArrayList<Integer>();
    for (int i = 1; i <= events.size(); i++) {
      ends.add(bytes(events.subList(0, i)).length);
    }
    for (int length = 0; length <= whole.length; length++) {
      int cut = length;
      long complete = ends.stream().filter(end -> end <= cut).count();
      assertEquals(
          events.subList(0, (int) complete), EventCodec.scan(Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void aWrongByteCostsOneRecord() {
    var events = events(5);
    byte[] whole = bytes(events);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      assertEquals(4, EventCodec.scan(damaged).size(), "byte " + at);
    }
  }

  @Test
  void anyBytesAreRead() {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(4096)];
      random.nextBytes(noise);
      assertEquals(List.of(), EventCodec.scan(noise));
    }
  }

  /// A name may come from another program.
  @Test
  void longTextsAreCut() {
    var event = Happening.of(Happening.Kind.KERNEL, "x".repeat(100_000));
    for (int i = 0; i < 100; i++) {
      event = event.with("detail " + i, "ß".repeat(5_000));
    }
    var recorded = new Recorded(new EventId(1, 1), Instant.EPOCH, new MonoTime(0), event);
    byte[] bytes = EventCodec.encode(recorded);
    assertTrue(bytes.length <= EventCodec.LONGEST, () -> "bytes: " + bytes.length);
    var read = EventCodec.scan(bytes).getFirst();
    assertEquals(Happening.Kind.KERNEL, read.event().kind());
    assertTrue(read.event().subject().startsWith("xxx"));
  }
}
