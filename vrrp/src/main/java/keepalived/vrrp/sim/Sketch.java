package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import keepalived.core.config.NotifyScripts;
import keepalived.core.config.Tracking;
import keepalived.core.config.VirtualAddress;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.AdvertOptions;
import keepalived.core.config.VrrpInstance.Announcements;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.ChecksumForm;
import keepalived.core.config.VrrpInstance.Election;
import keepalived.core.config.VrrpInstance.InstanceNotify;
import keepalived.core.config.VrrpInstance.KernelOptions;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// An instance as keepalived's defaults make it, with the few things a scenario varies.
public record Sketch(
    String name,
    int vrid,
    Version version,
    Family family,
    String interfaceName,
    Election election,
    Transport transport,
    Authentication authentication,
    AdvertOptions options,
    Announcements announcements,
    List<VirtualAddress> addresses,
    Tracking tracking) {

  /// A version 2 multicast backup on eth0.
  public static Sketch of(String name, int vrid, int priority) {
    var address = Ipv4Address.of("10.0.0.100").plus(vrid);
    return new Sketch(
        name,
        vrid,
        Version.V2,
        Family.IPV4,
        "eth0",
        new Election(
            priority,
            false,
            false,
            Duration.ofSeconds(1),
            true,
            Duration.ZERO,
            3,
            OptionalInt.empty(),
            false,
            false),
        new Transport.Multicast(Optional.empty(), Ipv4Address.of("224.0.0.18")),
        new Authentication.None(),
        new AdvertOptions(false, false, false, ChecksumForm.STANDARD),
        new Announcements(
            Duration.ofSeconds(5),
            5,
            Duration.ZERO,
            1,
            Duration.ofSeconds(5),
            5,
            Duration.ZERO,
            false),
        List.of(virtual(new IpPrefix(address, 24))),
        Tracking.NONE);
  }

  public static VirtualAddress virtual(IpPrefix prefix) {
    return new VirtualAddress(
        prefix,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        OptionalLong.empty(),
        true,
        false,
        Optional.empty());
  }

  public Sketch election(UnaryOperator<Election> change) {
    return with(change.apply(election), transport, tracking);
  }

  public Sketch priority(int priority) {
    return election(
        e ->
            new Election(
                priority,
                e.wantsMaster(),
                e.explicitBackup(),
                e.advertInterval(),
                e.preempt(),
                e.preemptDelay(),
                e.downTimerAdverts(),
                e.timerExpiredBackup(),
                e.ownerIgnoresAdverts(),
                e.strict()));
  }

  public Sketch wantsMaster(boolean wanted) {
    return election(
        e ->
            new Election(
                e.priority(),
                wanted,
                !wanted,
                e.advertInterval(),
                e.preempt(),
                e.preemptDelay(),
                e.downTimerAdverts(),
                e.timerExpiredBackup(),
                e.ownerIgnoresAdverts(),
                e.strict()));
  }

  public Sketch interval(Duration interval) {
    return election(
        e ->
            new Election(
                e.priority(),
                e.wantsMaster(),
                e.explicitBackup(),
                interval,
                e.preempt(),
                e.preemptDelay(),
                e.downTimerAdverts(),
                e.timerExpiredBackup(),
                e.ownerIgnoresAdverts(),
                e.strict()));
  }

  public Sketch preempt(boolean preempt, Duration delay) {
    return election(
        e ->
            new Election(
                e.priority(),
                e.wantsMaster(),
                e.explicitBackup(),
                e.advertInterval(),
                preempt,
                delay,
                e.downTimerAdverts(),
                e.timerExpiredBackup(),
                e.ownerIgnoresAdverts(),
                e.strict()));
  }

  public Sketch tracking(Tracking next) {
    return with(election, transport, next);
  }

  public Sketch transport(Transport next) {
    return with(election, next, tracking);
  }

  public Sketch on(String next) {
    return new Sketch(
        name,
        vrid,
        version,
        family,
        next,
        election,
        transport,
        authentication,
        options,
        announcements,
        addresses,
        tracking);
  }

  public Sketch authentication(Authentication next) {
    return new Sketch(
        name,
        vrid,
        version,
        family,
        interfaceName,
        election,
        transport,
        next,
        options,
        announcements,
        addresses,
        tracking);
  }

  public Sketch options(AdvertOptions next) {
    return new Sketch(
        name,
        vrid,
        version,
        family,
        interfaceName,
        election,
        transport,
        authentication,
        next,
        announcements,
        addresses,
        tracking);
  }

  public Sketch announcements(Announcements next) {
    return new Sketch(
        name,
        vrid,
        version,
        family,
        interfaceName,
        election,
        transport,
        authentication,
        options,
        next,
        addresses,
        tracking);
  }

  public Sketch addresses(List<VirtualAddress> next) {
    return new Sketch(
        name,
        vrid,
        version,
        family,
        interfaceName,
        election,
        transport,
        authentication,
        options,
        announcements,
        next,
        tracking);
  }

  public Sketch named(String next) {
    return new Sketch(
        next,
        vrid,
        version,
        family,
        interfaceName,
        election,
        transport,
        authentication,
        options,
        announcements,
        addresses,
        tracking);
  }

  /// The same router with version 3.
  public Sketch version3() {
    return new Sketch(
        name,
        vrid,
        Version.V3,
        family,
        interfaceName,
        election,
        transport,
        authentication,
        options,
        announcements,
        addresses,
        tracking);
  }

  /// The same router with version 3 over IPv6.
  public Sketch ipv6() {
    var addresses = new ArrayList<VirtualAddress>();
    addresses.add(virtual(new IpPrefix(Ipv6Address.of("fe80::100").plus(vrid), 64)));
    addresses.add(virtual(new IpPrefix(Ipv6Address.of("2001:db8::100").plus(vrid), 64)));
    return new Sketch(
        name,
        vrid,
        Version.V3,
        Family.IPV6,
        interfaceName,
        election,
        new Transport.Multicast(Optional.empty(), Ipv6Address.of("ff02::12")),
        authentication,
        options,
        announcements,
        addresses,
        tracking);
  }

  private Sketch with(Election nextElection, Transport nextTransport, Tracking nextTracking) {
    return new Sketch(
        name,
        vrid,
        version,
        family,
        interfaceName,
        nextElection,
        nextTransport,
        authentication,
        options,
        announcements,
        addresses,
        nextTracking);
  }

  public VrrpInstance instance() {
    return new VrrpInstance(
        name,
        vrid,
        version,
        family,
        Optional.of(interfaceName),
        election,
        transport,
        authentication,
        options,
        announcements,
        addresses,
        List.of(),
        List.of(),
        List.of(),
        tracking,
        Optional.empty(),
        new KernelOptions(true, false, true, false, 0, Optional.empty(), Optional.empty()),
        new InstanceNotify(
            NotifyScripts.NONE, Optional.empty(), false, Optional.empty(), false, false));
  }
}
