package keepalived.core.net;

import java.util.HexFormat;
import java.util.Optional;

/// A 48-bit Ethernet address, held in the low bits.
public record MacAddress(long bits) implements Comparable<MacAddress> {

  public static final MacAddress BROADCAST = new MacAddress(0xFFFF_FFFF_FFFFL);

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException("a MAC address has 48 bits");
    }
  }

  /// The virtual router MAC: 00-00-5E-00-01-VRID for IPv4, 00-00-5E-00-02-VRID for IPv6 (RFC 9568
  /// 7.3).
  public static MacAddress ofVirtualRouter(Family family, int vrid) {
    return new MacAddress(0x00_00_5E_00_00_00L | ((family == Family.IPV4 ? 1L : 2L) << 8) | vrid);
  }

  public static MacAddress of(byte[] bytes) {
    if (bytes.length != 6) {
      throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
    }
    long bits = 0;
    for (byte b : bytes) {
      bits = (bits << 8) | (b & 0xFF);
    }
    return new MacAddress(bits);
  }

  /// Parses six colon-separated hexadecimal octets.
  public static Optional<MacAddress> parse(String text) {
    if (!text.matches("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}")) {
      return Optional.empty();
    }
    long bits = 0;
    for (String octet : text.split(":")) {
      bits = (bits << 8) | Integer.parseInt(octet, 16);
    }
    return Optional.of(new MacAddress(bits));
  }

  public byte[] bytes() {
    byte[] bytes = new byte[6];
    for (int i = 0; i < 6; i++) {
      bytes[i] = (byte) (bits >>> (40 - 8 * i));
    }
    return bytes;
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(bits, other.bits);
  }

  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(bytes());
  }
}
