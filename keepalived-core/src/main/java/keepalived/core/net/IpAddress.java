package keepalived.core.net;

import java.util.Arrays;
import java.util.Optional;

/// An IPv4 or IPv6 address. Ordered by family, then as an unsigned number; VRRP breaks ties by this
/// order.
public sealed interface IpAddress extends Comparable<IpAddress> permits Ipv4Address, Ipv6Address {

  /// Parses the usual text forms (dotted quad, RFC 4291 with `::`, embedded dotted quad). Text with
  /// a zone or a prefix length, and host names, give empty.
  static Optional<IpAddress> parse(String text) {
    if (text.indexOf(':') >= 0) {
      return Ipv6Address.parse(text).map(a -> a);
    }
    return Ipv4Address.parse(text).map(a -> a);
  }

  /// The address of 4 or 16 bytes in network order.
  static IpAddress of(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> Ipv4Address.of(bytes);
      case 16 -> Ipv6Address.of(bytes);
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  /// The address in network order: a new array of 4 or 16 bytes.
  byte[] bytes();

  Family family();

  boolean isMulticast();

  boolean isLinkLocal();

  boolean isLoopback();

  /// 0.0.0.0 or `::`.
  boolean isUnspecified();

  /// The address `count` after this one (`count` may be negative), wrapping at the end of the
  /// family's range.
  IpAddress plus(long count);

  /// The prefix of this single address: /32 or /128.
  default IpPrefix asPrefix() {
    return new IpPrefix(this, family().bits());
  }

  @Override
  default int compareTo(IpAddress other) {
    int byFamily = family().compareTo(other.family());
    return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes(), other.bytes());
  }
}
