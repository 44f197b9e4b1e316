package keepalived.core.net;

import java.util.Optional;

/// An IPv4 address held as its 32 bits.
public record Ipv4Address(int bits) implements IpAddress {

  public static final Ipv4Address UNSPECIFIED = new Ipv4Address(0);

  /// Parses exactly four decimal numbers 0..255 (inet_pton's rules: no octal, no short forms).
  public static Optional<Ipv4Address> parse(String text) {
    int value = 0;
    int parts = 0;
    int i = 0;
    while (parts < 4) {
      int start = i;
      int number = 0;
      while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - start < 4) {
        number = number * 10 + (text.charAt(i++) - '0');
      }
      boolean leadingZero = i - start > 1 && text.charAt(start) == '0';
      if (i == start || number > 255 || leadingZero) {
        return Optional.empty();
      }
      value = (value << 8) | number;
      parts++;
      if (parts < 4 && (i >= text.length() || text.charAt(i++) != '.')) {
        return Optional.empty();
      }
    }
    return i == text.length() ? Optional.of(new Ipv4Address(value)) : Optional.empty();
  }

  /// As [#parse], for constants that are valid.
  public static Ipv4Address of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + text));
  }

  public static Ipv4Address of(byte[] bytes) {
    if (bytes.length != 4) {
      throw new IllegalArgumentException("an IPv4 address has 4 bytes, not " + bytes.length);
    }
    return new Ipv4Address(
        ((bytes[0] & 0xFF) << 24)
            | ((bytes[1] & 0xFF) << 16)
            | ((bytes[2] & 0xFF) << 8)
            | (bytes[3] & 0xFF));
  }

  @Override
  public byte[] bytes() {
    return new byte[] {
      (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
    };
  }

  @Override
  public Family family() {
    return Family.IPV4;
  }

  @Override
  public boolean isMulticast() {
    return (bits >>> 28) == 0xE;
  }

  @Override
  public boolean isLinkLocal() {
    return (bits >>> 16) == 0xA9FE;
  }

  @Override
  public boolean isLoopback() {
    return (bits >>> 24) == 127;
  }

  @Override
  public boolean isUnspecified() {
    return bits == 0;
  }

  @Override
  public Ipv4Address plus(long count) {
    return new Ipv4Address((int) (bits + count));
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + ((bits >>> 16) & 0xFF)
        + "."
        + ((bits >>> 8) & 0xFF)
        + "."
        + (bits & 0xFF);
  }
}
