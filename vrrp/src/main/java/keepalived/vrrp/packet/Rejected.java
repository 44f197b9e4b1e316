package keepalived.vrrp.packet;

import java.util.OptionalInt;

/// Bytes that are not a valid VRRP advertisement for any receiver.
///
/// @param vrid the VRID, when the bytes are long enough to have one
/// @param found the refused value (a version, a length), for the log
public record Rejected(Reason reason, OptionalInt vrid, int found) implements Decoded {

  /// One constant for each check.
  public enum Reason {
    /// The IPv4 header is incomplete or not of version 4.
    IP_HEADER,
    /// Fewer bytes arrived than the IPv4 header states.
    IP_LENGTH,
    /// The authentication header is incomplete or does not carry VRRP.
    AUTH_HEADER,
    /// Fewer than the 8 fixed bytes.
    TRUNCATED,
    /// Neither version 2 nor 3, or version 2 over IPv6.
    VERSION,
    /// Not an advertisement.
    TYPE,
    /// The length does not match the number of addresses.
    LENGTH
  }

  static Rejected of(Reason reason) {
    return new Rejected(reason, OptionalInt.empty(), 0);
  }

  static Rejected of(Reason reason, int vrid, int found) {
    return new Rejected(reason, OptionalInt.of(vrid), found);
  }
}
