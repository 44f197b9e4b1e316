package keepalived.conf.vrrp;

import java.time.Duration;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.conf.schema.Report;
import keepalived.core.net.Family;

/// What is checked and put right in one instance when everything has been read.
final class InstanceChecks {

  // Sizes of what an advert consists of, in bytes.
  private static final int ETHERNET_HEADER = 14;
  private static final int ADVERT_HEADER = 8;
  private static final int PASSWORD = 8;
  private static final int AUTH_HEADER = 24;
  private static final int HMAC_TRAILER = 28;

  private static final int ADDRESSES_MAX = 255;

  /// Fits what links carry at least: 576 bytes of IPv4, 1280 of IPv6 (RFC 791 3.2, RFC 8200 5).
  private static final int ALWAYS_ROOM = 64;

  private static final Duration V3_INTERVAL_MAX = Duration.ofMillis(40_950);

  private final InstanceDraft d;
  private final Report report;

  private InstanceChecks(InstanceDraft instance, Report report) {
    this.d = instance;
    this.report = report;
  }

  static void check(InstanceDraft instance, Report report) {
    var checks = new InstanceChecks(instance, report);
    checks.identity();
    checks.addresses();
    checks.interval();
    checks.unicast();
    checks.authentication();
    checks.room();
    checks.vmac();
    checks.preemption();
    checks.strictMode();
    checks.ownInterface();
  }

  private void add(Code code, Place place, String message, String original) {
    report.add(new Diagnostic(code, place, message).original("(" + d.name + ") " + original));
  }

  private void identity() {
    if (d.vrid.isEmpty()) {
      d.unusable = true;
      report.add(
          new Diagnostic(
                  Code.INSTANCE_UNUSABLE,
                  d.vridPlace,
                  "instance '" + d.name + "' has no valid virtual_router_id")
              .fix("add: virtual_router_id NUMBER (1 to 255, the same on all its routers)")
              .original("(" + d.name + ") the virtual router id must be set"));
    }
    boolean byAddress = !d.peers.isEmpty() && d.source.isPresent();
    if (d.interfaceName.isEmpty() && !byAddress) {
      d.unusable = true;
      report.add(
          new Diagnostic(
                  Code.INSTANCE_UNUSABLE,
                  d.interfacePlace,
                  "instance '" + d.name + "' has no usable interface")
              .fix("add: interface NAME")
              .original("(" + d.name + ") No interface specified"));
    }
    if (d.vrf.isPresent() && d.interfaceName.isPresent()) {
      add(
          Code.CONFLICT,
          d.place,
          "an instance with an interface takes no vrf; the vrf is ignored",
          "Cannot specify VRF interface and interface - ignoring");
      d.vrf = Optional.empty();
    }
  }

  private void addresses() {
    if (d.nativeIpv6 && d.family.filter(f -> f == Family.IPV4).isPresent()) {
      add(
          Code.CONFLICT,
          d.place,
          "'native_ipv6' does not go with IPv4 addresses; it is ignored",
          "Cannot specify native_ipv6 with IPv4 addresses");
    }
    if (d.addresses.isEmpty() && !d.noAddresses) {
      boolean required = d.effectiveVersion() == 3 || d.strict();
      if (d.addressRefused && !required) {
        return;
      }
      var diagnostic =
          new Diagnostic(
                  Code.NO_ADDRESS,
                  d.place,
                  "instance '" + d.name + "' has no virtual address to advertise")
              .fix("add a virtual_ipaddress block, or no_virtual_ipaddress if that is intended")
              .original(
                  "("
                      + d.name
                      + ") No VIP specified; at least one is "
                      + (required ? "required" : "sensible"));
      report.add(required ? diagnostic.severity(Severity.FATAL) : diagnostic);
    }
    if (d.effectiveFamily() == Family.IPV6 && d.version.orElse(3) == 2) {
      add(
          Code.VERSION_RAISED,
          d.place,
          "IPv6 needs VRRP version 3, which is used instead of 2",
          "IPv6 addresses require VRRP version 3");
    }
  }

  /// An advert is one packet and counts its addresses in one byte; what does not fit is owned, but
  /// not advertised.
  private void room() {
    int count = d.addresses.size();
    if (count <= ALWAYS_ROOM) {
      return;
    }
    int most = Math.min(ADDRESSES_MAX, addressesPerPacket());
    if (count <= most) {
      return;
    }
    var excess = d.addresses.subList(most, count);
    d.excluded.addAll(0, excess);
    excess.clear();
    report.add(
        new Diagnostic(
                Code.ADJUSTED,
                d.place,
                "an advert of '%s' has room for %d addresses, not for %d; the others are treated as excluded ones"
                    .formatted(d.name, most, count))
            .fix("put them into virtual_ipaddress_excluded, on all routers alike")
            .original(
                "(%s) Number of VIPs (%d) exceeds maximum/space available in packet (max %d addresses) - excess moved to eVIPs"
                    .formatted(d.name, count, most)));
  }

  private int addressesPerPacket() {
    int mtu = d.networkInterface.map(i -> i.mtu().getAsInt()).orElse(NetworkInterface.USUAL_MTU);
    boolean ipv6 = d.effectiveFamily() == Family.IPV6;
    int room = mtu - ETHERNET_HEADER - (ipv6 ? 40 : 20) - ADVERT_HEADER;
    if (d.effectiveVersion() == 2) {
      room -= PASSWORD;
      room -= d.authType.filter("AH"::equals).isPresent() ? AUTH_HEADER : 0;
    }
    room -= d.hmac.isPresent() ? HMAC_TRAILER : 0;
    return room / (ipv6 ? 16 : 4);
  }

  private void interval() {
    var place = d.advertPlace.orElse(d.place);
    if (d.effectiveVersion() == 2) {
      long seconds = Math.max(1, (d.advertInterval.toMillis() + 500) / 1000);
      if (!d.advertInterval.equals(Duration.ofSeconds(seconds))) {
        report.add(
            new Diagnostic(
                    Code.NUMBER_ROUNDED,
                    place,
                    "VRRP version 2 has whole seconds only; " + seconds + " is used")
                .fix("write whole seconds, or use version 3")
                .original(
                    "(" + d.name + ") VRRPv2 advertisement interval must be an integer. rounding"));
        d.advertInterval = Duration.ofSeconds(Math.min(seconds, 255));
      }
      return;
    }
    if (d.advertInterval.compareTo(V3_INTERVAL_MAX) > 0) {
      add(
          Code.ADJUSTED,
          place,
          "VRRP version 3 has intervals up to 40.95 s; that is used",
          "VRRPv3 advertisement interval is out of range - resetting");
      d.advertInterval = V3_INTERVAL_MAX;
    }
    long centis = (d.advertInterval.toNanos() + 5_000_000) / 10_000_000;
    var rounded = Duration.ofMillis(centis * 10);
    if (!rounded.equals(d.advertInterval)) {
      add(
          Code.NUMBER_ROUNDED,
          place,
          "VRRP version 3 has steps of 10 ms; " + centis / 100.0 + " s is used",
          "VRRPv3 advertisement interval must be in units of 10ms, rounding");
      d.advertInterval = rounded;
    }
  }

  private void unicast() {
    if (!d.peers.isEmpty()) {
      return;
    }
    if (d.unicast.isPresent() && !d.faultWithoutPeer) {
      add(
          Code.CONFLICT,
          d.unicast.get(),
          "a unicast keyword without any unicast_peer: adverts go out by multicast",
          "A unicast keyword has been specified without any unicast peers. Defaulting to multicast."
              + " This usage is deprecated - please update your configuration.");
    }
    if (d.unicastTtlPlace.isPresent()) {
      add(
          Code.CONFLICT,
          d.unicastTtlPlace.get(),
          "'unicast_ttl' without any unicast_peer is ignored",
          "Cannot use unicast_ttl without unicast peers - resetting");
    }
  }

  private void authentication() {
    var place = d.authPlace.orElse(d.place);
    boolean wanted = d.authType.isPresent() || d.authPass.isPresent();
    if (!wanted) {
      return;
    }
    if (d.hmac.isPresent()) {
      add(
          Code.CONFLICT,
          place,
          "auth_hmac replaces authentication, which is dropped",
          "auth_hmac set");
      forgetAuthentication();
    } else if (d.effectiveVersion() == 3) {
      report.add(
          new Diagnostic(
                  Code.CONFLICT, place, "VRRP version 3 has no authentication; it is ignored")
              .fix("remove it, or use version 2")
              .original(
                  "(" + d.name + ") VRRP version 3 does not support authentication. Ignoring."));
      forgetAuthentication();
    } else if (d.strict()) {
      add(
          Code.CONFLICT,
          place,
          "strict mode has no authentication; it is ignored",
          "Strict mode does not support authentication. Ignoring.");
      forgetAuthentication();
    } else if (d.authType.isEmpty()) {
      forgetAuthentication();
    } else if (d.authPass.isEmpty()) {
      add(
          Code.INCOMPLETE,
          place,
          "authentication without a password is ignored",
          "Authentication specified but no password given. Ignoring");
      forgetAuthentication();
    } else if (d.authType.get().equals("AH") && d.stateMaster() && d.effectivePriority() != 255) {
      add(
          Code.CONFLICT,
          place,
          "'state MASTER' does not go with AH authentication; BACKUP is used",
          "Initial state master is incompatible with AH authentication - clearing");
      d.priority = java.util.OptionalInt.of(d.effectivePriority());
      d.wantsMaster = Optional.of(false);
    }
  }

  private void forgetAuthentication() {
    d.authType = Optional.empty();
    d.authPass = Optional.empty();
  }

  private void vmac() {
    if (d.vmac.kind.isEmpty()) {
      d.vmac.transmitOnBase.ifPresent(
          place ->
              add(
                  Code.CONFLICT,
                  place,
                  "'vmac_xmit_base' needs use_vmac; it is ignored",
                  "vmac_xmit_base is only valid with a vmac"));
      return;
    }
    if (!d.peers.isEmpty() && d.vmac.transmitOnBase.isEmpty()) {
      add(
          Code.ADJUSTED,
          d.vmac.place.orElse(d.place),
          "unicast adverts leave from the parent of a VMAC: 'vmac_xmit_base' is set",
          "unicast with use_vmac requires vmac_xmit_base - setting");
      d.vmac.transmitOnBase = d.vmac.place;
    }
    if (d.options.promotePlace.isPresent()) {
      add(
          Code.CONFLICT,
          d.options.promotePlace.get(),
          "a VMAC promotes secondary addresses anyway",
          "promote_secondaries is automatically set for vmacs - ignoring");
    }
    boolean ipvlan =
        d.vmac.kind.get() == keepalived.core.config.VrrpInstance.VirtualMac.Kind.IPVLAN;
    if (ipvlan
        && d.effectiveFamily() == Family.IPV4
        && d.vmac.ipvlanAddress.isEmpty()
        && d.source.isEmpty()) {
      add(
          Code.INCOMPLETE,
          d.vmac.place.orElse(d.place),
          "an IPv4 ipvlan needs a source address; the instance stays in FAULT",
          "IPv4 ipvlan requires a source ip address to be configured. setting instance to fault"
              + " state");
    }
    if (d.vmac.ipvlanAddress.filter(a -> a.family() != d.effectiveFamily()).isPresent()) {
      add(
          Code.DROPPED,
          d.vmac.place.orElse(d.place),
          "the ipvlan address is of another family; it is ignored",
          "ipvlan address MUST match vrrp instance family !!! Skipping...");
      d.vmac.ipvlanAddress = Optional.empty();
    }
  }

  private void preemption() {
    if (d.nopreempt.isPresent() && (d.stateMaster() || d.effectivePriority() == 255)) {
      report.add(
          new Diagnostic(
                  Code.CONFLICT,
                  d.nopreempt.get(),
                  d.stateMaster()
                      ? "'nopreempt' does not work with 'state MASTER'; it is ignored"
                      : "'nopreempt' does not work with priority 255; it is ignored")
              .because("a router that should leave a running master alone must start as BACKUP")
              .fix("write 'state BACKUP' on all routers that have nopreempt")
              .original(
                  "("
                      + d.name
                      + ") Warning - nopreempt will not work with initial state MASTER -"
                      + " clearing"));
      d.nopreempt = Optional.empty();
    }
    if (d.preemptDelayPlace.isPresent() && !d.preemptDelay.isZero()) {
      boolean master = d.stateMaster() || d.effectivePriority() == 255;
      if (master || d.nopreempt.isPresent() || d.strict()) {
        String why = master ? "'state MASTER'" : d.strict() ? "strict mode" : "'nopreempt'";
        add(
            Code.CONFLICT,
            d.preemptDelayPlace.get(),
            "'preempt_delay' does not work with " + why + "; it is ignored",
            "Warning - preempt delay will not work with initial state MASTER - clearing");
        d.preemptDelay = Duration.ZERO;
      }
    }
  }

  private void strictMode() {
    if (!d.strict()) {
      return;
    }
    if (d.stateMaster() != (d.effectivePriority() == 255) && d.wantsMaster.isPresent()) {
      add(
          Code.CONFLICT,
          d.place,
          "strict mode: state MASTER and priority 255 go together",
          "State MASTER must match being address owner");
      d.priority = java.util.OptionalInt.of(d.effectivePriority());
      d.wantsMaster = Optional.of(d.effectivePriority() == 255);
    }
    if (d.options.downTimerAdverts.orElse(d.vrrp.globals.downTimerAdverts) != 3) {
      add(
          Code.CONFLICT,
          d.place,
          "strict mode: down_timer_adverts is 3",
          "down_timer_adverts is incompatible with strict mode, resetting");
      d.options.downTimerAdverts = java.util.OptionalInt.of(3);
    }
    if (d.vmac.transmitOnBase.isPresent()) {
      add(
          Code.CONFLICT,
          d.vmac.transmitOnBase.get(),
          "strict mode: adverts leave from the VMAC",
          "xmit_base is incompatible with strict mode - resetting");
      d.vmac.transmitOnBase = Optional.empty();
    }
    strictOptions();
  }

  private void strictOptions() {
    boolean ipv6 = d.effectiveFamily() == Family.IPV6;
    if (ipv6
        && !d.addresses.isEmpty()
        && !d.addresses.getFirst().prefix().address().isLinkLocal()) {
      add(
          Code.CONFLICT,
          d.place,
          "strict mode: the first IPv6 virtual address must be link-local",
          "the first IPv6 VIP address must be link local");
    }
    if (d.effectiveVersion() == 2 && d.options.accept.orElse(false)) {
      add(
          Code.CONFLICT,
          d.place,
          "strict mode: VRRP version 2 has no accept mode; it is switched off",
          "warning - accept mode for VRRP version 2 does not comply with RFC3768 - resetting");
      d.options.accept = Optional.empty();
    }
    var garp = d.garp.or(d.vrrp.globals.garp);
    if (garp.lowerRepeat.filter(n -> n != 0).isPresent() || garp.lowerDelay.isPresent()) {
      add(
          Code.CONFLICT,
          d.place,
          "strict mode: no gratuitous ARP in answer to a lower priority",
          "Strict mode requires no repeat garps. resetting");
      d.garp.lowerRepeat = Optional.of(0);
    }
    if (d.options.higherPrioritySendAdvert.orElse(d.vrrp.globals.higherPrioritySendAdvert)) {
      add(
          Code.CONFLICT,
          d.place,
          "strict mode: no advert in answer to a higher priority",
          "strict mode requires higher_prio_send_advert to be clear. resetting");
      d.options.higherPrioritySendAdvert = Optional.of(false);
    }
  }

  private void ownInterface() {
    var own = d.interfaceName;
    if (own.isEmpty()) {
      return;
    }
    var place = d.tracks.interfacePlaces.get(own.get());
    if (place == null) {
      return;
    }
    boolean weightless = d.tracks.interfaces.stream().anyMatch(e -> e.name().equals(own.get()));
    if (weightless) {
      report.add(
          new Diagnostic(Code.CONFLICT, place, "an instance follows its own interface anyway")
              .because("this entry is ignored")
              .fix("remove it, or add dont_track_primary to give it a weight")
              .original(
                  "("
                      + d.name
                      + ") Ignoring track_interface "
                      + own.get()
                      + " since own interface"));
      d.tracks.interfaces.removeIf(e -> e.name().equals(own.get()));
    }
  }
}
