package keepalived.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.MacAddress;

/// One virtual router (`vrrp_instance`).
///
/// @param interfaceName absent only for unicast instances with a source address
/// @param family the family of adverts, from the first virtual address
/// @param addresses advertised virtual addresses, in the order of the file
/// @param excluded virtual addresses that are owned and announced but not advertised
public record VrrpInstance(
    String name,
    int vrid,
    Version version,
    Family family,
    Optional<String> interfaceName,
    Election election,
    Transport transport,
    Authentication authentication,
    AdvertOptions advertOptions,
    Announcements announcements,
    List<VirtualAddress> addresses,
    List<VirtualAddress> excluded,
    List<VirtualRoute> routes,
    List<VirtualRule> rules,
    Tracking tracking,
    Optional<VirtualMac> virtualMac,
    KernelOptions kernel,
    InstanceNotify notices) {

  public VrrpInstance {
    addresses = List.copyOf(addresses);
    excluded = List.copyOf(excluded);
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
  }

  /// Whether nothing but VRRP is taken at the virtual addresses: an owner accepts whatever the file
  /// says (RFC 9568 6.1, Accept_Mode).
  public boolean refuses() {
    return !kernel.accept() && !election.owner();
  }

  /// The protocol version; there is no interworking between them.
  public enum Version {
    V2(2),
    V3(3);

    private final int number;

    Version(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  /// Who becomes master, and when.
  ///
  /// @param priority base priority 1..255; 255 is the address owner
  /// @param wantsMaster `state MASTER`, or no `state` and priority 255
  /// @param explicitBackup `state BACKUP` was written
  /// @param preemptDelay zero means none
  /// @param downTimerAdverts missed adverts before the master counts as dead
  /// @param timerExpiredBackup step down after a stall in which a backup of this priority would
  ///   have taken over
  public record Election(
      int priority,
      boolean wantsMaster,
      boolean explicitBackup,
      Duration advertInterval,
      boolean preempt,
      Duration preemptDelay,
      int downTimerAdverts,
      OptionalInt timerExpiredBackup,
      boolean ownerIgnoresAdverts,
      boolean strict) {

    public boolean owner() {
      return priority == 255;
    }
  }

  /// How adverts travel.
  public sealed interface Transport {

    /// @param source address to send from; empty means the interface's first
    Optional<IpAddress> source();

    record Multicast(Optional<IpAddress> source, IpAddress group) implements Transport {}

    /// @param faultWithoutPeer no peer means FAULT
    record Unicast(
        Optional<IpAddress> source,
        List<Peer> peers,
        int ttl,
        boolean checkSource,
        boolean faultWithoutPeer)
        implements Transport {

      public Unicast {
        peers = List.copyOf(peers);
      }
    }

    /// A unicast peer, with the TTL or hop limit range adverts from it must have.
    record Peer(IpAddress address, int minTtl, int maxTtl) {}
  }

  /// VRRPv2 authentication (RFC 2338) or the signed trailer of newer keepalived releases.
  public sealed interface Authentication {

    record None() implements Authentication {}

    /// @param password at most 8 bytes count
    record Password(String password) implements Authentication {}

    /// IPsec AH with HMAC-MD5-96.
    record AuthHeader(String password) implements Authentication {}

    /// @param keys by key id 1..255
    /// @param timeWindow accepted clock difference
    record Hmac(
        Map<Integer, Secret> keys,
        int activeKey,
        Duration timeWindow,
        AntiReplay antiReplay,
        Mode mode)
        implements Authentication {

      public Hmac {
        keys = Ordered.copyOf(keys);
      }
    }

    /// Key material; prints as asterisks.
    record Secret(List<Byte> bytes) {
      public Secret {
        bytes = List.copyOf(bytes);
      }

      public static Secret of(byte[] raw) {
        var list = new ArrayList<Byte>(raw.length);
        for (byte b : raw) {
          list.add(b);
        }
        return new Secret(list);
      }

      public byte[] toBytes() {
        byte[] raw = new byte[bytes.size()];
        for (int i = 0; i < raw.length; i++) {
          raw[i] = bytes.get(i);
        }
        return raw;
      }

      @Override
      public String toString() {
        return "*".repeat(8);
      }
    }

    enum AntiReplay {
      TIME,
      MONOTONIC
    }

    enum Mode {
      ENFORCE,
      PERMISSIVE,
      RECEIVE_ONLY
    }
  }

  /// What is sent in answer to other routers, and which of their adverts are checked how.
  ///
  /// @param skipCheckAddresses compare the address list only when the sender changes
  public record AdvertOptions(
      boolean lowerPriorityNoAdvert,
      boolean higherPrioritySendAdvert,
      boolean skipCheckAddresses,
      ChecksumForm checksum) {}

  /// The pseudo header of VRRPv3 over IPv4.
  public enum ChecksumForm {
    /// As RFC 5798: with pseudo header.
    STANDARD,
    /// Without pseudo header (`v3_checksum_as_v2`); a wrong checksum is then tolerated.
    AS_V2,
    /// Unicast only: pseudo header with the multicast group, as very old releases.
    OLD_UNICAST,
    /// STANDARD, and never switch to the old unicast form.
    NEVER_OLD
  }

  /// When gratuitous ARP and unsolicited neighbour advertisements are sent.
  ///
  /// @param delay wait before the second set after becoming master; zero means no second set
  /// @param repeat messages of a set
  /// @param refresh period while master; zero means none
  /// @param extraInterface period for addresses on other VMAC interfaces; zero means none
  public record Announcements(
      Duration delay,
      int repeat,
      Duration refresh,
      int refreshRepeat,
      Duration lowerPriorityDelay,
      int lowerPriorityRepeat,
      Duration extraInterface,
      boolean extraInterfaceAll) {}

  /// A macvlan that carries the virtual addresses, or an ipvlan that adverts leave from.
  ///
  /// @param name interface name; empty means prefix and VRID
  /// @param mac address; empty means the virtual router MAC
  /// @param transmitOnBase adverts leave from the parent interface
  /// @param addressesToo virtual addresses on other interfaces get one of their own
  public record VirtualMac(
      Kind kind,
      Optional<String> name,
      Optional<MacAddress> mac,
      boolean transmitOnBase,
      boolean addressesToo,
      OptionalInt group,
      boolean netlinkNotify,
      String prefix,
      String addressPrefix,
      Optional<IpPrefix> ipvlanAddress,
      IpvlanMode ipvlanMode) {

    /// Whether it has a MAC address of its own.
    public boolean isMacvlan() {
      return kind == Kind.MACVLAN;
    }

    /// Whether the same link does for both; they may differ in what is sent by it.
    public boolean sameLink(VirtualMac other) {
      return kind == other.kind
          && name.equals(other.name)
          && mac.equals(other.mac)
          && group.equals(other.group)
          && prefix.equals(other.prefix)
          && ipvlanAddress.equals(other.ipvlanAddress)
          && ipvlanMode == other.ipvlanMode;
    }

    public enum Kind {
      MACVLAN,
      IPVLAN
    }

    public enum IpvlanMode {
      BRIDGE,
      PRIVATE,
      VEPA
    }
  }

  /// @param accept answer on the virtual addresses though not their owner
  /// @param trackPrimary follow the instance's own interface
  /// @param trackSourceAddress FAULT while the configured source address is absent
  /// @param receiveBuffer bytes; 0 means by policy
  /// @param vrf VRF of an instance without interface
  public record KernelOptions(
      boolean accept,
      boolean promoteSecondaries,
      boolean trackPrimary,
      boolean trackSourceAddress,
      int receiveBuffer,
      Optional<String> vrf,
      Optional<String> lvsSyncInterface) {}

  /// @param deleted report DELETED when a reload removes the instance
  public record InstanceNotify(
      NotifyScripts scripts,
      Optional<Script> masterReceivedLowerPriority,
      boolean deleted,
      Optional<Script> deletedScript,
      boolean mail,
      boolean priorityChanges) {}
}
