package keepalived.vrrp.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.log.LogLine;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.linux.kernel.Sysctl;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.net.announce.Announcements;
import keepalived.vrrp.net.link.InterfaceWatch;
import keepalived.vrrp.net.link.KernelSettings;
import keepalived.vrrp.net.link.LinkPoll;
import keepalived.vrrp.net.link.PacketFilter;
import keepalived.vrrp.net.link.UsedLinks;
import keepalived.vrrp.net.link.VirtualLinks;
import keepalived.vrrp.net.socket.SocketKey;
import keepalived.vrrp.net.socket.SocketPool;
import keepalived.vrrp.net.table.Debounce;
import keepalived.vrrp.net.table.KernelTables;
import keepalived.vrrp.net.table.Reconciler;
import keepalived.vrrp.net.table.Restorer;
import keepalived.vrrp.net.table.SafeAddressRemoval;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpNetwork;
import keepalived.vrrp.priority.InterfaceStatus;

/// The network of this host. Create it and call it on the vrrp loop.
public final class LinuxVrrpNetwork implements VrrpNetwork, AutoCloseable {

  /// Whether IGMP reports are sent for 224.0.0.0/24, which every switch forwards anyway.
  private static final Sysctl LOCAL_REPORTS = new Sysctl("net/ipv4/igmp_link_local_mcast_reports");

  /// Pause between the loss of one of our macvlans and its restoration.
  private static final Duration LINK_PAUSE = Duration.ofMillis(50);

  /// Least time between two reports to the engine: thousands of addresses may change, and for each
  /// report the engine examines all addresses of a link.
  private static final Duration TELL_GAP = Duration.ofMillis(20);

  /// Pause before sysctls of other links are adapted to our macvlans.
  private static final Duration SETTLE_GAP = Duration.ofSeconds(1);

  private final EpollLoop loop;
  private final Consumer<LogLine> log;
  private final NetlinkSocket requests;
  private final InterfaceWatch interfaces;
  private final KernelTables tables;
  private final SocketPool sockets;
  private final VirtualLinks virtualLinks;
  private final KernelSettings settings;
  private final PacketFilter filter;
  private final LinkPoll poll;
  private final Announcements announcements;
  private final Restorer restoring;
  private final Debounce telling;
  private final Debounce settling;

  /// Links whose addresses changed since the last report to the engine.
  private final Set<Integer> changed = new LinkedHashSet<>();

  /// Names of links that the configuration uses.
  private Set<String> used = Set.of();

  private final Reconciler reconciler;
  private final Map<InstanceKey, VrrpInstance> instances = new LinkedHashMap<>();
  private final Set<InstanceKey> unsent = new HashSet<>();

  /// Addresses of all instances: never a source of adverts, whatever program added them.
  private final Set<IpAddress> virtual = new HashSet<>();

  private Optional<Listener> listener = Optional.empty();
  private GlobalSettings.Nftables nftables = GlobalSettings.Nftables.DEFAULT;
  private boolean silencesReports;

  /// @param options of the netlink socket that monitors changes (`vrrp_netlink_monitor_rcv_bufs`)
  public LinuxVrrpNetwork(EpollLoop loop, NetlinkSocket.Options options, Consumer<LogLine> log) {
    this.loop = loop;
    this.log = log;
    requests = NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT);
    interfaces = new InterfaceWatch(loop, requests, options, new Changes(), log);
    var lone = new SafeAddressRemoval(index -> interfaces.find(index).map(Link::name), log);
    tables = new KernelTables(requests, lone, log);
    sockets = new SocketPool(loop, interfaces, this::heard, log);
    virtualLinks = new VirtualLinks(interfaces, requests, log);
    settings = new KernelSettings(log);
    filter = new PacketFilter(loop, log);
    poll = new LinkPoll(loop, name -> interfaces.find(name).ifPresent(this::tell));
    announcements = new Announcements(loop, interfaces, tables, log);
    reconciler = new Reconciler(interfaces, tables, filter, virtualLinks);
    restoring = new Restorer(loop, tables, log, this::restored, this::announce);
    telling = new Debounce(loop, TELL_GAP, this::tellChanged);
    settling = new Debounce(loop, SETTLE_GAP, this::applySettings);
  }

  /// Starts to monitor the kernel and reports every interface to `engine`.
  public void start(Listener engine) {
    listener = Optional.of(engine);
    interfaces.start();
    for (var link : interfaces.links()) {
      tell(link);
    }
    restoring.inspection().start(this::lookAround);
  }

  /// Checks settings that other programs may have changed without an event.
  private void lookAround() {
    filter.inspect();
    applySettings();
  }

  /// From now on leaves addresses, routes and rules in place (`-V`).
  public void keepAddresses() {
    reconciler.keepAddresses();
  }

  private void heard(Optional<String> where, Envelope envelope) {
    listener.ifPresent(engine -> engine.received(where, envelope));
  }

  @Override
  public void configure(Config next, Map<InstanceKey, VrrpInstance> nextInstances) {
    instances.clear();
    instances.putAll(nextInstances);
    reconciler.configure(nextInstances);
    virtual.clear();
    for (var instance : instances.values()) {
      OwnedResources.of(instance).addresses().forEach(a -> virtual.add(a.prefix().address()));
    }
    interfaces.links().forEach(this::tell);
    var statics = next.vrrp().statics();
    used = UsedLinks.of(instances.values(), statics);
    interfaces.watchRoutesAndRules(
        !statics.routes().isEmpty()
            || instances.values().stream().anyMatch(i -> !i.routes().isEmpty()),
        !statics.rules().isEmpty()
            || instances.values().stream().anyMatch(i -> !i.rules().isEmpty()));
    announcements.configure(next);
    nftables = next.global().nftables();
    silencesReports = next.global().vrrp().disableLocalIgmp();
    configureLinks();
    var polled = new TreeSet<String>();
    if (next.vrrp().linkbeatAll()) {
      instances.values().forEach(i -> i.interfaceName().ifPresent(polled::add));
    }
    poll.configure(next.vrrp().linkbeat(), polled);
    sockets.listen(
        SocketKey.of(instances, next.global().vrrp().rxBuffers(), virtualLinks::transmitter));
    reconciler.want(
        KernelTables.Owner.STATIC,
        new OwnedResources(statics.addresses(), statics.routes(), statics.rules()));
    filter.inspect();
    restoring.inspection().soonOfAll();
  }

  /// Whether the configuration uses a link. Some hosts create and delete many others.
  private boolean isUsed(Link link) {
    return used.contains(link.name()) || virtualLinks.isNamed(link.name());
  }

  private void configureLinks() {
    virtualLinks.configure(instances, virtual);
    applySettings();
    var purposes = new EnumMap<Family, PacketFilter.Purpose>(Family.class);
    for (var family : Family.values()) {
      boolean refuses =
          instances.values().stream().anyMatch(i -> i.family() == family && i.refuses());
      purposes.put(family, new PacketFilter.Purpose(refuses, virtualLinks.macvlans(family)));
    }
    filter.configure(nftables, purposes);
  }

  private void applySettings() {
    var wanted = virtualLinks.settingsElsewhere(settings);
    instances.forEach(
        (key, instance) -> {
          if (instance.kernel().promoteSecondaries() && instance.virtualMac().isEmpty()) {
            instance
                .interfaceName()
                .ifPresent(
                    name -> wanted.put(Sysctl.ofLink(Family.IPV4, name, "promote_secondaries"), 1));
          }
        });
    if (silencesReports) {
      wanted.put(LOCAL_REPORTS, 0);
    }
    settings.want(wanted);
  }

  @Override
  public Optional<String> send(InstanceKey key, OutgoingPacket packet) {
    var instance = instances.get(key);
    if (instance == null) {
      return Optional.of("not configured");
    }
    var refusal = refusal(virtualLinks.transmitter(key, instance), packet);
    if (refusal.isEmpty()) {
      unsent.remove(key);
      return refusal;
    }
    // The log already says that the link is down.
    boolean down =
        instance.interfaceName().flatMap(interfaces::find).filter(l -> !l.isUp()).isPresent();
    if (!down && unsent.add(key)) {
      log.accept(OriginalLines.cannotSend(instance.name(), packet.destination(), refusal.get()));
    }
    return refusal;
  }

  private Optional<String> refusal(Optional<String> link, OutgoingPacket packet) {
    try {
      return sockets.send(link, packet) ? Optional.empty() : Optional.of("the send buffer is full");
    } catch (LinuxException refused) {
      return Optional.of(refused.errno().message());
    }
  }

  @Override
  public void announce(InstanceKey key, List<VirtualAddress> addresses, int repeat) {
    var instance = instances.get(key);
    if (instance == null) {
      return;
    }
    announcements.announce(
        instance.name(), addresses, virtualLinks.addressInterface(key, instance), repeat);
  }

  @Override
  public boolean speaksFrom(IpAddress source) {
    return interfaces.holds(source) || Sysctl.bindsAnything(source.family());
  }

  @Override
  public void reconcile(InstanceKey key, OwnedResources possessions) {
    reconciler.reconcile(key, possessions);
  }

  @Override
  public void together(Runnable changes) {
    tables.together(changes);
  }

  @Override
  public void drain() {
    sockets.drain();
  }

  private void tellChanged() {
    var some = List.copyOf(changed);
    changed.clear();
    some.forEach(index -> interfaces.find(index).ifPresent(this::tell));
  }

  private void tell(Link link) {
    virtualLinks.follow(link, virtual);
    var addresses = new ArrayList<IpAddress>();
    for (var address : interfaces.addresses(link.index())) {
      boolean usable = !address.has(Address.TENTATIVE) && !address.has(Address.DAD_FAILED);
      if (usable && !virtual.contains(address.key().local())) {
        addresses.add(address.key().local());
      }
    }
    var status =
        new InterfaceStatus(
            link.name(),
            link.index(),
            link.isRunning() && poll.beats(link.name()),
            link.hardware().mtu(),
            addresses);
    listener.ifPresent(engine -> engine.interfaceChanged(status));
  }

  private void restored(InstanceKey key, String deed) {
    listener.ifPresent(engine -> engine.restored(key, deed));
  }

  private void announce(InstanceKey key, IpAddress address) {
    var instance = instances.get(key);
    if (instance == null) {
      return;
    }
    for (var each : OwnedResources.of(instance).addresses()) {
      if (each.prefix().address().equals(address)) {
        announcements.announce(each, virtualLinks.addressInterface(key, instance));
      }
    }
  }

  /// Resolves all names again after an interface appeared or was replaced.
  private void resolveAgain() {
    configureLinks();
    sockets.refresh();
    reconciler.again().forEach((key, possessions) -> announce(key, possessions.addresses(), 1));
  }

  /// The links that we created and the kernel settings that we changed.
  public record Remains(VirtualLinks.Remains links, KernelSettings.Remains settings) {}

  /// Ends without releasing anything: another network of this process continues.
  public Remains abandon() {
    var remains = new Remains(virtualLinks.remains(), settings.remains());
    filter.abandon();
    close();
    return remains;
  }

  /// Takes over from another network of this process. Called before the first [#configure].
  public void succeed(Remains remains) {
    virtualLinks.succeed(remains.links());
    settings.succeed(remains.settings());
  }

  @Override
  public void close() {
    filter.close();
    sockets.close();
    announcements.close();
    poll.close();
    telling.cancel();
    settling.cancel();
    restoring.close();
    interfaces.close();
    requests.close();
  }

  /// Events of the kernel.
  private final class Changes implements InterfaceWatch.Listener {

    @Override
    public void linkAdded(Link link) {
      log.accept(OriginalLines.interfaceAdded(link.name()));
      if (isUsed(link)) {
        sockets.forget(link.name());
        resolveAgain();
      } else {
        settling.request();
      }
      tell(link);
      restoring.inspection().soonOfAll();
    }

    @Override
    public void linkChanged(Link before, Link after) {
      if (!before.name().equals(after.name())) {
        renamed(before, after);
      }
      boolean back = after.isRunning() && !before.isRunning();
      if (back || before.relations().master() != after.relations().master()) {
        restoring.inspection().soonOfAll();
      }
      tell(after);
      if (before.isUp() && !after.isUp()) {
        virtualLinks.owner(after).ifPresent(_ -> loop.after(LINK_PAUSE, () -> raise(after)));
      }
    }

    private void renamed(Link before, Link after) {
      listener.ifPresent(engine -> engine.interfaceChanged(InterfaceStatus.absent(before.name())));
      if (isUsed(before) || isUsed(after)) {
        sockets.forget(before.name());
        sockets.forget(after.name());
        restoreLink(after, before.name(), "renamed to " + after.name());
      } else {
        settling.request();
      }
    }

    /// A link that is being deleted goes down first. Only a link that stays down was set down.
    private void raise(Link link) {
      var owner = virtualLinks.owner(link);
      boolean down = interfaces.find(link.index()).filter(l -> !l.isUp()).isPresent();
      if (owner.isPresent() && down && virtualLinks.raise(link)) {
        restored(
            owner.get(),
            "VMAC interface %s was set down by another program, set it up again"
                .formatted(link.name()));
      }
    }

    @Override
    public void linkRemoved(Link link) {
      log.accept(OriginalLines.interfaceDeleted(link.name()));
      listener.ifPresent(engine -> engine.interfaceChanged(InterfaceStatus.absent(link.name())));
      if (isUsed(link)) {
        sockets.forget(link.name());
        sockets.refresh();
      }
      // When the base interface is deleted, the kernel reports the macvlan first.
      virtualLinks.owner(link).ifPresent(_ -> loop.after(LINK_PAUSE, () -> makeAgain(link)));
      restoring.inspection().soon();
    }

    private void makeAgain(Link gone) {
      var owner = virtualLinks.owner(gone);
      if (owner.isEmpty()) {
        return;
      }
      if (virtualLinks.base(owner.get()).flatMap(interfaces::find).isEmpty()) {
        log.accept(
            OwnLines.virtualMacGone(
                instances.get(owner.get()).name(),
                gone.name(),
                virtualLinks.base(owner.get()).orElse("")));
      }
      restoreLink(gone, gone.name(), "removed");
    }

    private void restoreLink(Link lost, String name, String change) {
      var owner = virtualLinks.owner(lost);
      resolveAgain();
      if (owner.isPresent() && virtualLinks.owner(lost).isEmpty()) {
        var deed = "VMAC interface %s was %s by another program, restored it";
        restored(owner.get(), deed.formatted(name, change));
      }
    }

    @Override
    public void addressAdded(Address address) {
      reflected(address, "added to");
      addressesChanged(address);
    }

    @Override
    public void addressChanged(Address address) {
      addressesChanged(address);
    }

    @Override
    public void addressRemoved(Address address) {
      reflected(address, "removed from");
      if (tables.holds(address.key())) {
        restoring.removed(address);
        restoring.inspection().soon();
      } else {
        addressesChanged(address);
      }
    }

    /// An address change may have removed routes, or made them possible, without an event.
    private void addressesChanged(Address address) {
      if (!tables.holds(address.key())) {
        changed.add(address.key().link());
        telling.request();
      }
      restoring.inspection().soon();
    }

    private void reflected(Address address, String change) {
      interfaces
          .find(address.key().link())
          .ifPresent(
              link ->
                  log.accept(
                      OriginalLines.addressEvent(
                          address.key().local(), change, link.name(), isUsed(link))));
    }

    @Override
    public void routeRemoved(Route route) {
      restoring.removed(route);
    }

    @Override
    public void ruleRemoved(Rule rule) {
      restoring.removed(rule);
    }

    @Override
    public void resynchronised() {
      resolveAgain();
      restoring.inspection().soonOfAll();
    }
  }
}
