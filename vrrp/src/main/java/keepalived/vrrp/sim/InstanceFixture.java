package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
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
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// An instance with keepalived's defaults and the few settings that scenarios vary. Each method
/// returns a changed copy.
public final class InstanceFixture implements Cloneable {

  private String name;
  private final int vrid;
  private Version version = Version.V2;
  private Family family = Family.IPV4;
  private String interfaceName = "eth0";
  private int priority;
  private boolean wantsMaster;
  private boolean explicitBackup;
  private Duration interval = Duration.ofSeconds(1);
  private boolean preempt = true;
  private Duration preemptDelay = Duration.ZERO;
  private OptionalInt timerExpiredBackup = OptionalInt.empty();
  private boolean ownerIgnoresAdverts;
  private boolean trackSource;
  private Transport transport =
      new Transport.Multicast(Optional.empty(), Ipv4Address.of("224.0.0.18"));
  private Authentication authentication = new Authentication.None();
  private AdvertOptions options = new AdvertOptions(false, false, false, ChecksumForm.STANDARD);
  private Announcements announcements =
      new Announcements(
          Duration.ofSeconds(5),
          5,
          Duration.ZERO,
          1,
          Duration.ofSeconds(5),
          5,
          Duration.ZERO,
          false);
  private List<VirtualAddress> addresses;
  private Tracking tracking = Tracking.NONE;

  private InstanceFixture(String name, int vrid, int priority) {
    this.name = name;
    this.vrid = vrid;
    this.priority = priority;
    addresses = List.of(virtual(new IpPrefix(Ipv4Address.of("10.0.0.100").plus(vrid), 24)));
  }

  /// A version 2 multicast backup on eth0.
  public static InstanceFixture of(String name, int vrid, int priority) {
    return new InstanceFixture(name, vrid, priority);
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

  private InstanceFixture with(Consumer<InstanceFixture> change) {
    try {
      var changed = (InstanceFixture) clone();
      change.accept(changed);
      return changed;
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public InstanceFixture named(String next) {
    return with(s -> s.name = next);
  }

  public InstanceFixture on(String nextInterface) {
    return with(s -> s.interfaceName = nextInterface);
  }

  public InstanceFixture priority(int next) {
    return with(s -> s.priority = next);
  }

  public InstanceFixture wantsMaster(boolean wanted) {
    return with(
        s -> {
          s.wantsMaster = wanted;
          s.explicitBackup = !wanted;
        });
  }

  public InstanceFixture interval(Duration next) {
    return with(s -> s.interval = next);
  }

  public InstanceFixture preempt(boolean next, Duration delay) {
    return with(
        s -> {
          s.preempt = next;
          s.preemptDelay = delay;
        });
  }

  public InstanceFixture timerExpiredBackup(int backupPriority) {
    return with(s -> s.timerExpiredBackup = OptionalInt.of(backupPriority));
  }

  /// An address owner that ignores all adverts (`owner_ignore_adverts`).
  public InstanceFixture deafOwner() {
    return with(
        s -> {
          s.priority = 255;
          s.wantsMaster = true;
          s.ownerIgnoresAdverts = true;
        });
  }

  public InstanceFixture transport(Transport next) {
    return with(s -> s.transport = next);
  }

  /// FAULT while the configured source address is absent (`track_src_ip`).
  public InstanceFixture trackSource() {
    return with(s -> s.trackSource = true);
  }

  public InstanceFixture authentication(Authentication next) {
    return with(s -> s.authentication = next);
  }

  public InstanceFixture options(AdvertOptions next) {
    return with(s -> s.options = next);
  }

  public InstanceFixture announcements(Announcements next) {
    return with(s -> s.announcements = next);
  }

  public InstanceFixture addresses(List<VirtualAddress> next) {
    return with(s -> s.addresses = next);
  }

  public InstanceFixture tracking(Tracking next) {
    return with(s -> s.tracking = next);
  }

  /// The same router with version 3.
  public InstanceFixture version3() {
    return with(s -> s.version = Version.V3);
  }

  /// The same router with version 3 over IPv6.
  public InstanceFixture ipv6() {
    return with(
        s -> {
          s.version = Version.V3;
          s.family = Family.IPV6;
          s.transport = new Transport.Multicast(Optional.empty(), Ipv6Address.of("ff02::12"));
          s.addresses =
              List.of(
                  virtual(new IpPrefix(Ipv6Address.of("fe80::100").plus(vrid), 64)),
                  virtual(new IpPrefix(Ipv6Address.of("2001:db8::100").plus(vrid), 64)));
        });
  }

  public String name() {
    return name;
  }

  public Version version() {
    return version;
  }

  public String interfaceName() {
    return interfaceName;
  }

  public int priority() {
    return priority;
  }

  public Duration interval() {
    return interval;
  }

  public List<VirtualAddress> addresses() {
    return addresses;
  }

  private Election election() {
    return new Election(
        priority,
        wantsMaster,
        explicitBackup,
        interval,
        preempt,
        preemptDelay,
        3,
        timerExpiredBackup,
        ownerIgnoresAdverts,
        false);
  }

  public VrrpInstance instance() {
    return new VrrpInstance(
        name,
        vrid,
        version,
        family,
        Optional.of(interfaceName),
        election(),
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
        new KernelOptions(true, false, true, trackSource, 0, Optional.empty(), Optional.empty()),
        new InstanceNotify(
            NotifyScripts.NONE, Optional.empty(), false, Optional.empty(), false, false));
  }
}
