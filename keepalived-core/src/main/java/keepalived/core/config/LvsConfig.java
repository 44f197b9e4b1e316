package keepalived.core.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// The LVS part: virtual servers in the order of the file, and the groups that they refer to.
public record LvsConfig(
    List<VirtualServer> virtualServers,
    Map<String, VirtualServerGroup> groups,
    Map<String, LocalAddressGroup> localAddressGroups,
    Optional<TlsClient> tls) {

  public static final LvsConfig EMPTY = new LvsConfig(List.of(), Map.of(), Optional.empty());

  public LvsConfig {
    virtualServers = List.copyOf(virtualServers);
    groups = Ordered.copyOf(groups);
    localAddressGroups = Ordered.copyOf(localAddressGroups);
  }

  /// A configuration without local address groups.
  public LvsConfig(
      List<VirtualServer> virtualServers,
      Map<String, VirtualServerGroup> groups,
      Optional<TlsClient> tls) {
    this(virtualServers, groups, Map.of(), tls);
  }

  /// Addresses of this host that real servers see in place of the client's (`local_address_group`).
  /// Full NAT uses them in turn.
  public record LocalAddressGroup(String name, List<IpAddress> addresses) {

    public LocalAddressGroup {
      addresses = List.copyOf(addresses);
    }

    public List<IpAddress> of(Family family) {
      return addresses.stream().filter(a -> a.family() == family).toList();
    }
  }

  /// A named set of service addresses (`virtual_server_group`).
  public record VirtualServerGroup(String name, List<Member> members) {

    public VirtualServerGroup {
      members = List.copyOf(members);
    }

    public sealed interface Member {

      /// A range of addresses, `first` to `last` inclusive; one address when they are equal.
      record Range(IpAddress first, IpAddress last, int port) implements Member {}

      record Mark(long mark, Optional<Family> family) implements Member {}
    }

    /// The number of services in the group.
    public long size() {
      return members.stream()
          .mapToLong(
              m ->
                  switch (m) {
                    case Member.Range(var first, var last, _) -> distance(first, last) + 1;
                    case Member.Mark _ -> 1;
                  })
          .sum();
    }

    private static long distance(IpAddress first, IpAddress last) {
      var a = new BigInteger(1, first.bytes());
      var b = new BigInteger(1, last.bytes());
      return b.subtract(a).longValue();
    }
  }

  /// TLS client files for SSL_GET (`SSL`).
  public record TlsClient(
      Optional<String> password,
      Optional<String> ca,
      Optional<String> certificate,
      Optional<String> key) {}
}
