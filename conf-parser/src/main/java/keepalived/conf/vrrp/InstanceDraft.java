package keepalived.conf.vrrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.global.GarpDraft;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.Transport.Peer;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRule;
import keepalived.core.config.script.Script;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// A `vrrp_instance` while it is read.
final class InstanceDraft {

  final VrrpDraft vrrp;
  final String name;
  final Place place;

  Optional<Boolean> wantsMaster = Optional.empty();
  Optional<String> interfaceName = Optional.empty();
  Optional<NetworkInterface> networkInterface = Optional.empty();
  Place interfacePlace;
  OptionalInt vrid = OptionalInt.empty();
  Place vridPlace;
  OptionalInt priority = OptionalInt.empty();
  Duration advertInterval = Duration.ofSeconds(1);
  Optional<Place> advertPlace = Optional.empty();
  OptionalInt version = OptionalInt.empty();

  final List<VirtualAddress> addresses = new ArrayList<>();
  final List<VirtualAddress> excluded = new ArrayList<>();

  /// What makes two addresses the same one.
  record Known(IpPrefix prefix, Optional<String> interfaceName) {
    static Known of(VirtualAddress address) {
      return new Known(address.prefix(), address.interfaceName());
    }
  }

  /// All addresses so far, of which there may be thousands.
  final Set<Known> known = new HashSet<>();

  final List<VirtualRoute> routes = new ArrayList<>();
  final List<VirtualRule> rules = new ArrayList<>();

  /// An address was written, and could not be used.
  boolean addressRefused;

  boolean noAddresses;
  boolean nativeIpv6;

  /// The family of the first virtual address.
  Optional<Family> family = Optional.empty();

  Optional<String> authType = Optional.empty();
  Optional<String> authPass = Optional.empty();
  Optional<Place> authPlace = Optional.empty();
  Optional<Authentication.Hmac> hmac = Optional.empty();

  final TrackLists tracks;
  boolean trackPrimary = true;
  boolean trackSource;

  Optional<Place> nopreempt = Optional.empty();
  Duration preemptDelay = Duration.ZERO;
  Optional<Place> preemptDelayPlace = Optional.empty();

  Optional<IpAddress> source = Optional.empty();
  Optional<IpAddress> group = Optional.empty();
  final List<Peer> peers = new ArrayList<>();

  /// A keyword that means unicast was there.
  Optional<Place> unicast = Optional.empty();

  boolean faultWithoutPeer;
  Optional<Boolean> checkSource = Optional.empty();
  OptionalInt unicastTtl = OptionalInt.empty();
  Optional<Place> unicastTtlPlace = Optional.empty();

  final VmacDraft vmac = new VmacDraft();
  Optional<String> vrf = Optional.empty();
  final Options options = new Options();
  final GarpDraft garp = new GarpDraft();

  final Map<String, Script> notify = new LinkedHashMap<>();
  boolean notifyDeleted;
  Optional<Boolean> mail = Optional.empty();
  Optional<Boolean> priorityChanges = Optional.empty();

  /// The original would not start with this instance.
  boolean unusable;

  InstanceDraft(VrrpDraft vrrp, String name, Place place) {
    this.vrrp = vrrp;
    this.name = name;
    this.place = place;
    this.tracks = new TrackLists(vrrp, name);
    this.vridPlace = place;
    this.interfacePlace = place;
  }

  boolean strict() {
    return options.strict.orElse(vrrp.globals.strict);
  }

  Family effectiveFamily() {
    return family.orElse(
        nativeIpv6
            ? Family.IPV6
            : source
                .or(() -> peers.stream().findFirst().map(Peer::address))
                .map(IpAddress::family)
                .orElse(Family.IPV4));
  }

  int effectiveVersion() {
    return effectiveFamily() == Family.IPV6 ? 3 : version.orElse(vrrp.globals.version);
  }

  boolean stateMaster() {
    return wantsMaster.orElse(false);
  }

  int effectivePriority() {
    return priority.orElse(stateMaster() ? 255 : 100);
  }

  /// Settings that have a default in `global_defs` or the kernel.
  static final class Options {
    Optional<Boolean> accept = Optional.empty();
    Optional<Boolean> skipCheckAddresses = Optional.empty();
    Optional<Boolean> strict = Optional.empty();
    OptionalInt downTimerAdverts = OptionalInt.empty();
    OptionalInt timerExpiredBackup = OptionalInt.empty();
    Optional<Boolean> lowerPriorityNoAdvert = Optional.empty();
    Optional<Boolean> higherPrioritySendAdvert = Optional.empty();
    Optional<Boolean> ownerIgnoresAdverts = Optional.empty();
    int receiveBuffer;
    Optional<String> syncDaemonInterface = Optional.empty();
    Optional<ChecksumForm> checksum = Optional.empty();
    Optional<Boolean> checksumAsV2 = Optional.empty();
    Optional<Place> promotePlace = Optional.empty();
  }
}
