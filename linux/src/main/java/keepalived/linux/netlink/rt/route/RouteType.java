package keepalived.linux.netlink.rt.route;

import java.util.Optional;

/// What a route does with a packet; numbered like the kernel's RTN_* from 1 (linux/rtnetlink.h).
public enum RouteType {
  UNICAST,
  LOCAL,
  BROADCAST,
  ANYCAST,
  MULTICAST,
  BLACKHOLE,
  UNREACHABLE,
  PROHIBIT,
  THROW,
  NAT,
  XRESOLVE;

  public int number() {
    return ordinal() + 1;
  }

  static Optional<RouteType> of(int number) {
    return number >= 1 && number <= values().length
        ? Optional.of(values()[number - 1])
        : Optional.empty();
  }
}
