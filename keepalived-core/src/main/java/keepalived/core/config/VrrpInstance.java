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

  /// Whether the virtual addresses accept nothing except VRRP. An owner accepts packets in any case
  /// (RFC 9568 6.1, Accept_Mode).
  public boolean refuses() {
    return !kernel.accept() && !election.owner();
  }

  /// The protocol version; the two do not interwork.
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

  /// When the instance becomes master.
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

  /// How adverts are sent.
  public sealed interface Transport {

    /// @param source source address of adverts; empty means the interface's first
    Optional<IpAddress> source();

    record Multicast(Optional<IpAddress> source, IpAddress group) implements Transport {}

    /// @param faultWithoutPeer whether the instance is in FAULT without peers
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

    /// A unicast peer, with the permitted range of TTL or hop limit of its adverts.
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

    /// Key material; printed as asterisks.
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

  /// What is sent in answer to other routers, and how their adverts are checked.
  ///
  /// @param skipCheckAddresses compare the address list only when the sender changes
  public record AdvertOptions(
      boolean lowerPriorityNoAdvert,
      boolean higherPrioritySendAdvert,
      boolean skipCheckAddresses,
      ChecksumForm checksum) {}

  /// The form of the pseudo header of VRRPv3 over IPv4.
  public enum ChecksumForm {
    /// As RFC 5798: with pseudo header.
    STANDARD,
    /// Without pseudo header (`v3_checksum_as_v2`); a wrong checksum is then tolerated.
    AS_V2,
    /// Unicast only: pseudo header with the multicast group, as very old releases.
    OLD_UNICAST,
    /// As [#STANDARD], and never switch to the old unicast form.
    NEVER_OLD
  }

  /// When gratuitous ARPs and unsolicited neighbour advertisements are sent.
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

  /// A macvlan that carries the virtual addresses, or an ipvlan that sends the adverts.
  ///
  /// @param name interface name; empty means prefix and VRID
  /// @param mac address; empty means the virtual router MAC
  /// @param transmitOnBase adverts are sent from the parent interface
  /// @param addressesToo whether virtual addresses on other interfaces get a VMAC each
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

    /// Whether the interface has its own MAC address.
    public boolean isMacvlan() {
      return kind == Kind.MACVLAN;
    }

    /// Whether the same interface fits both settings; they may differ in which interface sends
    /// adverts.
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

  /// @param accept accept packets to the virtual addresses also when not their owner
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
