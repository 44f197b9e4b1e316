package keepalived.core.net;

/// The address family, with the kernel's numbers (linux/socket.h).
public enum Family {
  IPV4(2, 32),
  IPV6(10, 128);

  private final int number;
  private final int bits;

  Family(int number, int bits) {
    this.number = number;
    this.bits = bits;
  }

  /// AF_INET or AF_INET6.
  public int number() {
    return number;
  }

  /// Bits in an address: 32 or 128.
  public int bits() {
    return bits;
  }

  /// Bytes in an address: 4 or 16.
  public int bytes() {
    return bits / 8;
  }

  @Override
  public String toString() {
    return this == IPV4 ? "IPv4" : "IPv6";
  }
}
