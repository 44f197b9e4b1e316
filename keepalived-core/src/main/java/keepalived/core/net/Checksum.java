package keepalived.core.net;

import java.nio.ByteBuffer;

/// The Internet checksum (RFC 1071) and the pseudo headers of IPv4 and IPv6 (RFC 8200 8.1).
public final class Checksum {

  private Checksum() {}

  /// The checksum of the buffer's remaining bytes; the position stays. For data that contains a
  /// correct checksum the result is 0.
  public static int of(ByteBuffer data) {
    return finish(sum(data));
  }

  /// The checksum over an upper-layer packet and its pseudo header.
  public static int of(IpAddress source, IpAddress destination, int protocol, ByteBuffer data) {
    long sum = sum(ByteBuffer.wrap(source.bytes())) + sum(ByteBuffer.wrap(destination.bytes()));
    return finish(sum + protocol + data.remaining() + sum(data));
  }

  private static long sum(ByteBuffer data) {
    long sum = 0;
    int i = data.position();
    for (; i + 1 < data.limit(); i += 2) {
      sum += ((data.get(i) & 0xFF) << 8) | (data.get(i + 1) & 0xFF);
    }
    if (i < data.limit()) {
      sum += (data.get(i) & 0xFF) << 8;
    }
    return sum;
  }

  private static int finish(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) ~folded & 0xFFFF;
  }
}
