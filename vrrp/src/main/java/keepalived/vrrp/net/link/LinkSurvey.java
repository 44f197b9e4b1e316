package keepalived.vrrp.net.link;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.Dump;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.Links;

/// One reading of the links and addresses of the kernel. When they change during the reading, it
/// may miss some. Its data about links and addresses that were known before is still correct,
/// except for addresses of a link that change all the time.
///
/// @param exact links with a complete list of addresses
/// @param whole whether the whole reading is complete
/// @param unreadable number of links and addresses in formats that we cannot decode
record LinkSurvey(
    Map<Integer, Link> links,
    Map<AddressKey, Address> addresses,
    Set<Integer> exact,
    boolean whole,
    int unreadable) {

  /// The links and addresses known before the reading.
  record Known(Set<Integer> links, Set<AddressKey> addresses) {
    static final Known NOTHING = new Known(Set.of(), Set.of());
  }

  /// The requests of a survey to the kernel.
  interface Kernel {
    Dump<Link> links();

    Optional<Link> link(int index);

    Dump<Address> addresses();

    /// Throws [LinuxException] with ENODEV when there is no such link.
    Dump<Address> addresses(int link);

    static Kernel of(NetlinkSocket socket) {
      var links = new Links(socket);
      var addresses = new Addresses(socket);
      return new Kernel() {
        @Override
        public Dump<Link> links() {
          return links.dump();
        }

        @Override
        public Optional<Link> link(int index) {
          return links.find(index);
        }

        @Override
        public Dump<Address> addresses() {
          return addresses.dump();
        }

        @Override
        public Dump<Address> addresses(int link) {
          return addresses.dump(link);
        }
      };
    }
  }

  /// Reads once. Known entries that an interrupted dump does not show are requested one by one,
  /// because the next dump may be interrupted too.
  static LinkSurvey read(Kernel kernel, Known known) {
    var linkDump = kernel.links();
    var links = new LinkedHashMap<Integer, Link>();
    linkDump.entries().forEach(link -> links.put(link.index(), link));
    if (!linkDump.whole()) {
      known.links().stream()
          .filter(index -> !links.containsKey(index))
          .forEach(index -> kernel.link(index).ifPresent(link -> links.put(index, link)));
    }
    var addressDump = kernel.addresses();
    var addresses = new LinkedHashMap<AddressKey, Address>();
    addressDump.entries().forEach(address -> addresses.put(address.key(), address));
    var exact = new HashSet<Integer>();
    if (!addressDump.whole()) {
      for (int link : doubtful(known, links, addresses)) {
        var own = ofLink(kernel, link);
        own.entries().forEach(address -> addresses.put(address.key(), address));
        if (own.whole()) {
          exact.add(link);
        }
      }
    }
    return new LinkSurvey(
        links,
        addresses,
        exact,
        linkDump.whole() && addressDump.whole(),
        linkDump.unreadable() + addressDump.unreadable());
  }

  /// Links that exist and whose known addresses are missing in the dump.
  private static Set<Integer> doubtful(
      Known known, Map<Integer, Link> links, Map<AddressKey, Address> addresses) {
    var doubtful = new TreeSet<Integer>();
    for (var key : known.addresses()) {
      if (links.containsKey(key.link()) && !addresses.containsKey(key)) {
        doubtful.add(key.link());
      }
    }
    return doubtful;
  }

  private static Dump<Address> ofLink(Kernel kernel, int link) {
    try {
      return kernel.addresses(link);
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENODEV)) {
        return new Dump<>(List.of(), false, 0);
      }
      throw refused;
    }
  }

  /// Whether the address certainly does not exist.
  boolean excludes(AddressKey key) {
    return !addresses.containsKey(key)
        && (whole || exact.contains(key.link()) || !links.containsKey(key.link()));
  }
}
