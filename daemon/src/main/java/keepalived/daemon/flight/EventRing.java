package keepalived.daemon.flight;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Records in a mapped file of fixed size, the newest over the oldest. The pages belong to the
/// file, so whatever was written is there after a `kill -9` or a crash of the JVM. On tmpfs nothing
/// ever waits for a disk.
///
/// Writers on any thread do not wait for each other: each takes its place by one atomic addition. A
/// place begins at a multiple of 8, and a record never wraps.
final class EventRing {

  /// Some 5 000 events.
  static final int SIZE = 1 << 20;

  private static final int CHUNK = 1 << 16;

  private final MappedByteBuffer bytes;
  private final AtomicLong end = new AtomicLong();

  private EventRing(MappedByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// Creates the file.
  ///
  /// @throws IOException when it exists already, or there is no space for all of it: a missing page
  ///   could not be reported when it is written
  static EventRing create(Path file) throws IOException {
    var options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = FileChannel.open(file, options, mode)) {
      var zeros = ByteBuffer.allocateDirect(CHUNK);
      for (int at = 0; at < SIZE; at += CHUNK) {
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
        zeros.clear();
      }
      var mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
      mapped.order(ByteOrder.LITTLE_ENDIAN);
      return new EventRing(mapped);
    }
  }

  /// Writes a record of [EventCodec]. The checksum comes last.
  void write(byte[] record) {
    int at = place(record.length);
    bytes.put(at + 4, record, 4, record.length - 4);
    bytes.put(at, record, 0, 4);
  }

  private int place(int length) {
    while (true) {
      long from = end.get();
      int at = (int) (from % SIZE);
      long skipped = at + length > SIZE ? SIZE - at : 0;
      if (end.compareAndSet(from, from + skipped + length)) {
        return skipped > 0 ? 0 : at;
      }
    }
  }

  /// The place after the newest record, counted from the first one that was ever written.
  long end() {
    return end.get();
  }

  /// Copies the records between two places of [#end]; at most the newest [#SIZE] bytes are there.
  byte[] copy(long from, long to) {
    byte[] copy = new byte[(int) (to - from)];
    int at = (int) (from % SIZE);
    int first = Math.min(copy.length, SIZE - at);
    bytes.get(at, copy, 0, first);
    bytes.get(0, copy, first, copy.length - first);
    return copy;
  }
}
