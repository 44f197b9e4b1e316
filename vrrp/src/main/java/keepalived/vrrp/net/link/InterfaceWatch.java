package keepalived.vrrp.net.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import keepalived.core.log.LogLine;
import keepalived.core.net.IpAddress;
import keepalived.core.time.MonoTime;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Address;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.RtEvent;
import keepalived.linux.netlink.rt.RtMonitor;
import keepalived.linux.netlink.rt.RtMonitor.Topic;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.Rule;
import keepalived.vrrp.machine.OwnLines;

/// The links and addresses of the namespace, kept current by netlink events. After lost events it
/// reads them again: on a separate thread, because the kernel blocks readers while it removes
/// links, and applies the result in slices.
public final class InterfaceWatch implements AutoCloseable {

  /// Receives the changes, on the loop.
  public interface Listener {
    void linkAdded(Link link);

    /// Flags, MTU or MAC changed; also called once for each link that a resynchronisation finds
    /// changed.
    void linkChanged(Link before, Link after);

    void linkRemoved(Link link);

    void addressAdded(Address address);

    /// Flags or lifetimes changed, for example when duplicate address detection is done.
    void addressChanged(Address address);

    void addressRemoved(Address address);

    void routeRemoved(Route route);

    void ruleRemoved(Rule rule);

    /// Links and addresses are current again after lost events.
    void resynchronised();
  }

  /// Receive buffer for some ten thousand events. The kernel uses the memory only while they wait.
  private static final NetlinkSocket.Options ROOM = new NetlinkSocket.Options(8 << 20, true);

  /// The least time between the starts of two surveys; it grows with each failed survey.
  private static final Duration GAP = Duration.ofMillis(100);

  private static final Duration GAP_MAX = Duration.ofSeconds(2);

  /// Steps of a survey applied in one turn of the loop.
  private static final int SLICE = 128;

  private final EpollLoop loop;
  private final LinkSurvey.Kernel requests;
  private final RtMonitor monitor;
  private final InterfaceTable table;
  private final Listener listener;
  private final Consumer<LogLine> log;
  private Optional<Watch> watch = Optional.empty();
  private Queue<Runnable> steps = new ArrayDeque<>();

  /// Whether a survey is under way, from the decision to its last step.
  private boolean surveying;

  /// Whether another survey must follow.
  private boolean incomplete;

  private boolean closed;
  private MonoTime earliest;
  private Duration gap = GAP;

  /// @param options of the monitoring socket; the default means a buffer of our choice
  public InterfaceWatch(
      EpollLoop loop,
      NetlinkSocket requests,
      NetlinkSocket.Options options,
      Listener listener,
      Consumer<LogLine> log) {
    this.loop = loop;
    this.requests = LinkSurvey.Kernel.of(requests);
    this.monitor = new RtMonitor(options.equals(NetlinkSocket.Options.DEFAULT) ? ROOM : options);
    this.table = new InterfaceTable(listener);
    this.listener = listener;
    this.log = log;
    earliest = loop.now();
  }

  /// Subscribes, then reads all links and addresses; events report changes during the reading.
  public void start() {
    monitor.watch(EnumSet.of(Topic.LINKS, Topic.IPV4_ADDRESSES, Topic.IPV6_ADDRESSES));
    watch = Optional.of(loop.watch(monitor.descriptor(), this::readable));
    var first = LinkSurvey.read(requests, LinkSurvey.Known.NOTHING);
    table.fill(first);
    if (!first.whole()) {
      survey();
    }
  }

  /// Also monitors the removal of routes and rules.
  public void watchRoutesAndRules(boolean routes, boolean rules) {
    var topics = EnumSet.of(Topic.LINKS, Topic.IPV4_ADDRESSES, Topic.IPV6_ADDRESSES);
    if (routes) {
      topics.add(Topic.IPV4_ROUTES);
      topics.add(Topic.IPV6_ROUTES);
    }
    if (rules) {
      topics.add(Topic.IPV4_RULES);
      topics.add(Topic.IPV6_RULES);
    }
    monitor.watch(topics);
  }

  public Collection<Link> links() {
    return table.links();
  }

  public Optional<Link> find(String name) {
    return table.find(name);
  }

  public Optional<Link> find(int index) {
    return table.find(index);
  }

  /// The addresses of a link, in the kernel's order.
  public List<Address> addresses(int link) {
    return table.addresses(link);
  }

  public boolean holds(AddressKey key) {
    return table.holds(key);
  }

  /// Whether any link has the address.
  public boolean holds(IpAddress address) {
    return table.holds(address);
  }

  /// Adds a link that we just created and set up. Its events have not arrived yet; those from
  /// before it was up are ignored.
  void learn(Link link) {
    table.learn(link);
  }

  /// Removes a link that we just deleted.
  void forget(int index) {
    table.forget(index);
  }

  private void readable() {
    monitor.receive(this::on);
  }

  private void on(RtEvent event) {
    switch (event) {
      case RtEvent.LinkChanged(var link) -> table.changed(link);
      case RtEvent.LinkRemoved(var link) -> table.removed(link);
      case RtEvent.AddressAdded(var address) -> table.added(address);
      case RtEvent.AddressRemoved(var address) -> table.removed(address);
      case RtEvent.RouteRemoved(var route) -> listener.routeRemoved(route);
      case RtEvent.RuleRemoved(var rule) -> listener.ruleRemoved(rule);
      case RtEvent.RouteAdded _, RtEvent.RuleAdded _ -> {}
      case RtEvent.Overrun _ -> survey();
    }
  }

  /// Reads everything again after lost events or an incomplete survey, at once or after the gap.
  private void survey() {
    if (surveying) {
      incomplete = true;
      return;
    }
    surveying = true;
    incomplete = false;
    var now = loop.now();
    loop.at(earliest.isBefore(now) ? now : earliest, this::read);
  }

  private void read() {
    if (closed) {
      return;
    }
    earliest = loop.now().plus(gap);
    var known = table.beginSurvey();
    CompletableFuture.supplyAsync(() -> readApart(known), thread())
        .whenComplete((survey, failure) -> loop.post(() -> done(survey, failure)));
  }

  /// Runs surveys on a thread, which inherits our network namespace; on the loop if the system has
  /// no more threads.
  private static Executor thread() {
    return task -> {
      try {
        Thread.ofPlatform().name("netlink").daemon(true).start(task);
      } catch (OutOfMemoryError noThread) {
        task.run();
      }
    };
  }

  private static LinkSurvey readApart(LinkSurvey.Known known) {
    try (var socket =
        NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT)) {
      return LinkSurvey.read(LinkSurvey.Kernel.of(socket), known);
    }
  }

  private void done(LinkSurvey survey, Throwable failure) {
    if (closed) {
      return;
    }
    if (failure != null) {
      if (gap.equals(GAP)) {
        log.accept(OwnLines.linksUnreadable(failure.getMessage()));
      }
      incomplete = true;
      finish();
      return;
    }
    if (survey.unreadable() > 0) {
      log.accept(OwnLines.linksIgnored(survey.unreadable()));
    }
    incomplete |= !survey.whole();
    steps = table.steps(survey);
    slice();
  }

  /// Applies some steps, then lets the loop do other work before the next ones.
  private void slice() {
    if (closed) {
      return;
    }
    for (int i = 0; i < SLICE && !steps.isEmpty(); i++) {
      steps.remove().run();
    }
    if (steps.isEmpty()) {
      finish();
    } else {
      loop.post(this::slice);
    }
  }

  private void finish() {
    table.endSurvey();
    surveying = false;
    if (incomplete) {
      gap = gap.compareTo(GAP_MAX) < 0 ? gap.multipliedBy(2) : gap;
      earliest = loop.now().plus(gap);
      survey();
    } else {
      gap = GAP;
    }
    listener.resynchronised();
  }

  @Override
  public void close() {
    closed = true;
    watch.ifPresent(Watch::close);
    monitor.close();
  }
}
