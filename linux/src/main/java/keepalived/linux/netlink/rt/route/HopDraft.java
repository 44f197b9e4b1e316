package keepalived.linux.netlink.rt.route;

import java.util.Arrays;
import java.util.Optional;
import keepalived.core.net.IpAddress;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.MalformedMessage;

/// Collects the values of one hop.
final class HopDraft {

  // linux/rtnetlink.h
  static final int RTA_GATEWAY = 5;
  static final int RTA_FLOW = 11;
  static final int RTA_VIA = 18;
  static final int RTA_ENCAP_TYPE = 21;
  static final int RTA_ENCAP = 22;

  int link;
  int weight = 1;
  boolean onLink;
  private Optional<IpAddress> gateway = Optional.empty();
  private long realms;
  private int encapsulationType;
  private Optional<Encapsulation> encapsulation = Optional.empty();

  /// Attributes of an encapsulation whose type has not been read yet: depending on the release, the
  /// kernel writes the type before or after them.
  private Optional<AttributeReader> pending = Optional.empty();

  void read(AttributeReader attribute) {
    switch (attribute.type()) {
      case RTA_GATEWAY -> gateway = Optional.of(attribute.address());
      case RTA_VIA -> {
        byte[] via = attribute.bytes();
        if (via.length != 2 + 4 && via.length != 2 + 16) {
          throw new MalformedMessage("gateway of " + via.length + " bytes");
        }
        gateway = Optional.of(IpAddress.of(Arrays.copyOfRange(via, 2, via.length)));
      }
      case RTA_FLOW -> realms = attribute.u32();
      case RTA_ENCAP_TYPE -> encapsulationType = attribute.u16();
      case RTA_ENCAP -> pending = Optional.of(attribute.nested());
      default -> {}
    }
    if (encapsulationType != 0 && pending.isPresent()) {
      encapsulation = Encapsulation.decode(encapsulationType, pending.get());
      pending = Optional.empty();
    }
  }

  boolean isSaid() {
    return link != 0 || gateway.isPresent() || encapsulation.isPresent();
  }

  NextHop hop() {
    return new NextHop(link, gateway, weight, onLink, realms, encapsulation);
  }
}
