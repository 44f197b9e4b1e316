package keepalived.daemon.flight;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.time.MonoTime;

/// An event as bytes, little endian, a multiple of 8 long:
///
/// ```
///  0 u32 CRC32C of all bytes that follow
///  4 u32 length of the record, with these fields
///  8 u64 number of the event
/// 16 i64 wall clock, microseconds since 1970
/// 24 i64 monotonic clock, nanoseconds
/// 32 u16 run    34 u16 number of causes    36 u16 number of texts    38 u16 0
/// 40 u64 numbers of the causes
///    texts: kind, subject, and a name and a value for each detail; each u16 length and UTF-8
///    zeros
/// ```
///
/// A reader needs neither a header nor an order: it looks at each multiple of 8 for a record with a
/// valid checksum. So a record that was torn, overwritten or cut is skipped, and no other is lost.
public final class EventCodec {

  static final int ALIGNMENT = 8;

  /// Longer events are cut: texts may come from other programs.
  static final int LONGEST = 2048;

  private static final int HEAD = 40;
  private static final int LONGEST_TEXT = 400;
  private static final int MOST_CAUSES = 8;
  private static final int MOST_DETAILS = 24;

  private EventCodec() {}

  /// @return at most [#LONGEST] bytes; texts that do not fit are cut or left out
  public static byte[] encode(Recorded recorded) {
    var event = recorded.event();
    var texts = new ByteArrayOutputStream();
    int count = 2;
    text(texts, event.kind().word());
    text(texts, event.subject());
    var causes = event.causes().stream().limit(MOST_CAUSES).toList();
    int room = LONGEST - HEAD - 8 * causes.size() - ALIGNMENT;
    for (var detail : event.details().entrySet().stream().limit(MOST_DETAILS).toList()) {
      var pair = new ByteArrayOutputStream();
      text(pair, detail.getKey());
      text(pair, detail.getValue());
      if (texts.size() + pair.size() <= room) {
        texts.writeBytes(pair.toByteArray());
        count += 2;
      }
    }
    int length = HEAD + 8 * causes.size() + texts.size();
    length += -length & (ALIGNMENT - 1);
    var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0).putInt(length).putLong(recorded.id().number());
    bytes.putLong(micros(recorded.when())).putLong(recorded.at().nanos());
    bytes.putShort((short) recorded.id().run()).putShort((short) causes.size());
    bytes.putShort((short) count).putShort((short) 0);
    causes.forEach(cause -> bytes.putLong(cause.number()));
    bytes.put(texts.toByteArray());
    bytes.putInt(0, checksum(bytes, 0, length));
    return bytes.array();
  }

  private static long micros(Instant when) {
    return when.getEpochSecond() * 1_000_000 + when.getNano() / 1000;
  }

  private static void text(ByteArrayOutputStream out, String text) {
    var cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    byte[] bytes = cut.getBytes(StandardCharsets.UTF_8);
    out.write(bytes.length);
    out.write(bytes.length >> 8);
    out.writeBytes(bytes);
  }

  private static int checksum(ByteBuffer bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes.slice(from + 4, length - 4));
    return (int) crc.getValue();
  }

  /// All records in these bytes, in the order of their places. Total: accepts any bytes.
  public static List<Recorded> scan(byte[] content) {
    var bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    var found = new ArrayList<Recorded>();
    int at = 0;
    while (at + HEAD <= content.length) {
      int length = lengthAt(bytes, at);
      if (length == 0) {
        at += ALIGNMENT;
      } else {
        decode(bytes, at).ifPresent(found::add);
        at += length;
      }
    }
    return found;
  }

  /// The length of the record at this place; 0 when there is no whole one.
  static int lengthAt(ByteBuffer bytes, int at) {
    int length = bytes.getInt(at + 4);
    boolean plausible =
        length >= HEAD
            && length <= LONGEST + ALIGNMENT
            && length % ALIGNMENT == 0
            && length <= bytes.limit() - at;
    return plausible && bytes.getInt(at) == checksum(bytes, at, length) ? length : 0;
  }

  /// Reads a record whose checksum is right. Empty when it comes from a version with kinds that
  /// this one does not know.
  private static Optional<Recorded> decode(ByteBuffer bytes, int at) {
    int length = bytes.getInt(at + 4);
    var body = bytes.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
    int run = body.getShort(32) & 0xffff;
    int causes = body.getShort(34) & 0xffff;
    int texts = body.getShort(36) & 0xffff;
    body.position(HEAD);
    if (body.remaining() < causes * 8) {
      return Optional.empty();
    }
    var ids = new ArrayList<EventId>();
    for (int i = 0; i < causes; i++) {
      ids.add(new EventId(run, body.getLong()));
    }
    var words = words(body, texts);
    if (words.size() < 2 || words.size() % 2 != 0) {
      return Optional.empty();
    }
    var details = new LinkedHashMap<String, String>();
    for (int i = 2; i < words.size(); i += 2) {
      details.put(words.get(i), words.get(i + 1));
    }
    var when = Instant.EPOCH.plusNanos(body.getLong(16) * 1000);
    return Happening.Kind.of(words.getFirst())
        .map(
            kind ->
                new Recorded(
                    new EventId(run, body.getLong(8)),
                    when,
                    new MonoTime(body.getLong(24)),
                    new Happening(kind, words.get(1), details, ids)));
  }

  private static List<String> words(ByteBuffer body, int count) {
    var words = new ArrayList<String>();
    while (words.size() < count && body.remaining() >= 2) {
      int length = body.getShort() & 0xffff;
      if (length > body.remaining()) {
        return List.of();
      }
      byte[] text = new byte[length];
      body.get(text);
      words.add(new String(text, StandardCharsets.UTF_8));
    }
    return words;
  }
}
