package keepalived.interop;

import java.util.ArrayList;
import java.util.List;

/// A way to speak VRRP. Each has a virtual router and an address of its own, so that a pair of
/// routers can speak all of them at the same time.
///
/// @param vrid of its virtual router
record Dialect(int vrid, int version, Family family, Transport transport, Auth auth) {

  enum Family {
    IPV4,
    IPV6
  }

  enum Transport {
    MULTICAST,
    UNICAST
  }

  enum Auth {
    NONE,
    PASS,
    AH
  }

  private static final int FIRST_VRID = 51;

  /// All legal ones.
  static List<Dialect> all() {
    var dialects = new ArrayList<Dialect>();
    for (int version : new int[] {2, 3}) {
      for (var family : Family.values()) {
        for (var transport : Transport.values()) {
          for (var auth : Auth.values()) {
            if (legal(version, family, auth)) {
              int vrid = FIRST_VRID + dialects.size();
              dialects.add(new Dialect(vrid, version, family, transport, auth));
            }
          }
        }
      }
    }
    return dialects;
  }

  /// Authentication exists in version 2 only, and version 2 is IPv4 only (RFC 5798 9).
  private static boolean legal(int version, Family family, Auth auth) {
    return version == 3 ? auth == Auth.NONE : family == Family.IPV4;
  }

  boolean v6() {
    return family == Family.IPV6;
  }

  /// The virtual router's address.
  String address() {
    return (v6() ? "fe80::1" : "10.9.0.1") + vrid;
  }

  int prefixLength() {
    return v6() ? 64 : 24;
  }

  @Override
  public String toString() {
    return "v" + version + " " + family + " " + transport + " " + auth;
  }
}
