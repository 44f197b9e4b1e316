package keepalived.core.net;

import java.util.Optional;

/// An address with a prefix length. The host bits are kept: `10.0.0.1/24` is an interface address.
public record IpPrefix(IpAddress address, int length) implements Comparable<IpPrefix> {

  public IpPrefix {
    if (length < 0 || length > address.family().bits()) {
      throw new IllegalArgumentException("prefix length " + length + " of " + address.family());
    }
  }

  /// Parses `ADDRESS` or `ADDRESS/LENGTH`; without a length, a single address (/32, /128).
  public static Optional<IpPrefix> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return IpAddress.parse(text).map(IpAddress::asPrefix);
    }
    String digits = text.substring(slash + 1);
    if (digits.isEmpty()
        || digits.length() > 3
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int length = Integer.parseInt(digits);
    return IpAddress.parse(text.substring(0, slash))
        .filter(a -> length <= a.family().bits())
        .map(a -> new IpPrefix(a, length));
  }

  /// As [#parse], for constants that are valid.
  public static IpPrefix of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a prefix: " + text));
  }

  public Family family() {
    return address.family();
  }

  /// Whether `other` lies in the network of this prefix.
  public boolean contains(IpAddress other) {
    return other.family() == family() && network(other).equals(network(address));
  }

  /// The prefix with its host bits cleared.
  public IpPrefix network() {
    return new IpPrefix(network(address), length);
  }

  private IpAddress network(IpAddress of) {
    byte[] bytes = of.bytes();
    for (int bit = length; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
    }
    return IpAddress.of(bytes);
  }

  @Override
  public int compareTo(IpPrefix other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
