package keepalived.conf.vrrp.draft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.global.GarpDraft;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.conf.track.TrackLists;
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

/// A `vrrp_instance` during reading.
public final class InstanceDraft {

  public final VrrpDraft vrrp;
  public final String name;
  public final Place place;

  public Optional<Boolean> wantsMaster = Optional.empty();
  public Optional<String> interfaceName = Optional.empty();
  public Optional<NetworkInterface> networkInterface = Optional.empty();
  public Place interfacePlace;
  public OptionalInt vrid = OptionalInt.empty();
  public Place vridPlace;
  public OptionalInt priority = OptionalInt.empty();
  public Duration advertInterval = Duration.ofSeconds(1);
  public Optional<Place> advertPlace = Optional.empty();
  public OptionalInt version = OptionalInt.empty();

  public final List<VirtualAddress> addresses = new ArrayList<>();
  public final List<VirtualAddress> excluded = new ArrayList<>();

  /// Two addresses are the same if these two values are equal.
  record Known(IpPrefix prefix, Optional<String> interfaceName) {
    static Known of(VirtualAddress address) {
      return new Known(address.prefix(), address.interfaceName());
    }
  }

  /// All addresses so far. A set keeps the comparison fast with thousands of addresses.
  final Set<Known> known = new HashSet<>();

  public final List<VirtualRoute> routes = new ArrayList<>();
  public final List<VirtualRule> rules = new ArrayList<>();

  /// Whether the block has an address that cannot be used.
  public boolean addressRefused;

  public boolean noAddresses;
  public boolean nativeIpv6;

  /// The family of the first virtual address.
  public Optional<Family> family = Optional.empty();

  public Optional<String> authType = Optional.empty();
  public Optional<String> authPass = Optional.empty();
  public Optional<Place> authPlace = Optional.empty();
  public Optional<Authentication.Hmac> hmac = Optional.empty();

  public final TrackLists tracks;
  public boolean trackPrimary = true;
  public boolean trackSource;

  public Optional<Place> nopreempt = Optional.empty();
  public Duration preemptDelay = Duration.ZERO;
  public Optional<Place> preemptDelayPlace = Optional.empty();

  public Optional<IpAddress> source = Optional.empty();
  public Optional<IpAddress> group = Optional.empty();
  public final List<Peer> peers = new ArrayList<>();

  /// The place of a keyword that makes the instance unicast.
  public Optional<Place> unicast = Optional.empty();

  public boolean faultWithoutPeer;
  public Optional<Boolean> checkSource = Optional.empty();
  public OptionalInt unicastTtl = OptionalInt.empty();
  public Optional<Place> unicastTtlPlace = Optional.empty();

  public final VmacDraft vmac = new VmacDraft();
  public Optional<String> vrf = Optional.empty();
  public final Options options = new Options();
  public final GarpDraft garp = new GarpDraft();

  public final Map<String, Script> notify = new LinkedHashMap<>();
  public boolean notifyDeleted;
  public Optional<Boolean> mail = Optional.empty();
  public Optional<Boolean> priorityChanges = Optional.empty();

  /// Whether the original would not start with this instance.
  public boolean unusable;

  InstanceDraft(VrrpDraft vrrp, String name, Place place) {
    this.vrrp = vrrp;
    this.name = name;
    this.place = place;
    this.tracks = new TrackLists(vrrp.trackers, name);
    this.vridPlace = place;
    this.interfacePlace = place;
  }

  /// Whether `vrrp_strict` applies to the instance.
  public boolean strict() {
    return options.strict.orElse(vrrp.globals.strict);
  }

  /// The family of the first virtual address. Without one: IPv6 if `native_ipv6` is set, else the
  /// family of the source or of the first peer, else IPv4.
  public Family effectiveFamily() {
    return family.orElse(
        nativeIpv6
            ? Family.IPV6
            : source
                .or(() -> peers.stream().findFirst().map(Peer::address))
                .map(IpAddress::family)
                .orElse(Family.IPV4));
  }

  /// The VRRP version, 2 or 3. IPv6 always uses version 3.
  public int effectiveVersion() {
    return effectiveFamily() == Family.IPV6 ? 3 : version.orElse(vrrp.globals.version);
  }

  public boolean stateMaster() {
    return wantsMaster.orElse(false);
  }

  /// The priority, 1 to 255. The default is 255 with `state MASTER`, else 100.
  public int effectivePriority() {
    return priority.orElse(stateMaster() ? 255 : 100);
  }

  /// Settings that have a default in `global_defs` or the kernel.
  public static final class Options {
    public Optional<Boolean> accept = Optional.empty();
    public Optional<Boolean> skipCheckAddresses = Optional.empty();
    public Optional<Boolean> strict = Optional.empty();
    public OptionalInt downTimerAdverts = OptionalInt.empty();
    public OptionalInt timerExpiredBackup = OptionalInt.empty();
    public Optional<Boolean> lowerPriorityNoAdvert = Optional.empty();
    public Optional<Boolean> higherPrioritySendAdvert = Optional.empty();
    public Optional<Boolean> ownerIgnoresAdverts = Optional.empty();
    public int receiveBuffer;
    public Optional<String> syncDaemonInterface = Optional.empty();
    public Optional<ChecksumForm> checksum = Optional.empty();
    public Optional<Boolean> checksumAsV2 = Optional.empty();
    public Optional<Place> promotePlace = Optional.empty();
  }

  /// Makes a diagnostic with the message of the original, which begins with the name of the
  /// instance.
  public Diagnostic diagnostic(Code code, Place where, String message, String original) {
    return new Diagnostic(code, where, message).original("(" + name + ") " + original);
  }
}
