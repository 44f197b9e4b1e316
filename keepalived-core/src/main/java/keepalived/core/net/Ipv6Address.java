package keepalived.core.net;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// An IPv6 address held as two 64-bit halves. Its text form follows RFC 5952.
public record Ipv6Address(long high, long low) implements IpAddress {

  public static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

  /// Parses the forms of RFC 4291 2.2; no zone, no brackets.
  public static Optional<Ipv6Address> parse(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, 8).filter(g -> g.length == 8).map(Ipv6Address::ofGroups);
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    if (text.lastIndexOf('.', gap) >= 0) {
      return Optional.empty();
    }
    var head = groups(text.substring(0, gap), 7);
    var tail = groups(text.substring(gap + 2), 7);
    if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length > 7) {
      return Optional.empty();
    }
    int[] all = new int[8];
    System.arraycopy(head.get(), 0, all, 0, head.get().length);
    System.arraycopy(tail.get(), 0, all, 8 - tail.get().length, tail.get().length);
    return Optional.of(ofGroups(all));
  }

  /// As [#parse], for constants that are valid.
  public static Ipv6Address of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IPv6 address: " + text));
  }

  public static Ipv6Address of(byte[] bytes) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an IPv6 address has 16 bytes, not " + bytes.length);
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new Ipv6Address(buffer.getLong(), buffer.getLong());
  }

  private static Ipv6Address ofGroups(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = (high << 16) | groups[i];
      low = (low << 16) | groups[i + 4];
    }
    return new Ipv6Address(high, low);
  }

  /// The 16-bit groups of a text without `::`; the last may be a dotted quad worth two groups.
  private static Optional<int[]> groups(String text, int most) {
    if (text.isEmpty()) {
      return Optional.of(new int[0]);
    }
    String[] words = text.split(":", -1);
    int[] found = new int[words.length + 1];
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (i == words.length - 1 && word.indexOf('.') >= 0) {
        var quad = Ipv4Address.parse(word);
        if (quad.isEmpty()) {
          return Optional.empty();
        }
        found[count++] = quad.get().bits() >>> 16;
        found[count++] = quad.get().bits() & 0xFFFF;
      } else if (word.isEmpty() || word.length() > 4 || !isHex(word)) {
        return Optional.empty();
      } else {
        found[count++] = Integer.parseInt(word, 16);
      }
    }
    return count > most ? Optional.empty() : Optional.of(Arrays.copyOf(found, count));
  }

  private static boolean isHex(String word) {
    return word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
  }

  @Override
  public byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  @Override
  public Family family() {
    return Family.IPV6;
  }

  @Override
  public boolean isMulticast() {
    return (high >>> 56) == 0xFF;
  }

  @Override
  public boolean isLinkLocal() {
    return (high >>> 54) == 0x3FA;
  }

  @Override
  public boolean isLoopback() {
    return high == 0 && low == 1;
  }

  @Override
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  @Override
  public Ipv6Address plus(long count) {
    long sum = low + count;
    long carry =
        count >= 0
            ? (Long.compareUnsigned(sum, low) < 0 ? 1 : 0)
            : (Long.compareUnsigned(sum, low) > 0 ? -1 : 0);
    return new Ipv6Address(high + carry, sum);
  }

  private int group(int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> (48 - 16 * (index % 4))) & 0xFFFF;
  }

  /// RFC 5952: lower case, the longest run of two or more zero groups as `::`, the first of equals;
  /// v4-mapped addresses with a dotted quad.
  @Override
  public String toString() {
    if (high == 0 && (low >>> 32) == 0xFFFF) {
      return "::ffff:" + new Ipv4Address((int) low);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && group(end) == 0) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
      i = Math.max(i, end - 1);
    }
    var text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      text.append(Integer.toHexString(group(i)));
    }
    return text.toString();
  }
}
