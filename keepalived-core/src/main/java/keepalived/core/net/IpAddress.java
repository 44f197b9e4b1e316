package keepalived.core.net;

import java.util.Arrays;
import java.util.Optional;

/// An IPv4 or IPv6 address. Ordered by family, then as an unsigned number; VRRP breaks ties by it.
public sealed interface IpAddress extends Comparable<IpAddress> permits Ipv4Address, Ipv6Address {

  /// Reads the usual text forms (dotted quad, RFC 4291 with `::`, embedded dotted quad). No zone,
  /// no prefix length, no host name: anything else is empty.
  static Optional<IpAddress> parse(String text) {
    if (text.indexOf(':') >= 0) {
      return Ipv6Address.parse(text).map(a -> a);
    }
    return Ipv4Address.parse(text).map(a -> a);
  }

  /// Reads 4 or 16 bytes in network order.
  static IpAddress of(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> Ipv4Address.of(bytes);
      case 16 -> Ipv6Address.of(bytes);
      default ->
          throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    };
  }

  /// The address in network order: 4 or 16 bytes, fresh each time.
  byte[] bytes();

  Family family();

  boolean isMulticast();

  boolean isLinkLocal();

  boolean isLoopback();

  /// 0.0.0.0 or `::`.
  boolean isUnspecified();

  /// The next address, wrapping at the end of the family's range by `count` (may be negative).
  IpAddress plus(long count);

  /// The prefix that holds just this address: /32 or /128.
  default IpPrefix asPrefix() {
    return new IpPrefix(this, family().bits());
  }

  @Override
  default int compareTo(IpAddress other) {
    int byFamily = family().compareTo(other.family());
    return byFamily != 0 ? byFamily : Arrays.compareUnsigned(bytes(), other.bytes());
  }
}
