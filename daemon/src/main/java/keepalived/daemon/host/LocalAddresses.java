package keepalived.daemon.host;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.core.net.IpAddress;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.AddressKey;
import keepalived.linux.netlink.rt.Addresses;
import keepalived.linux.netlink.rt.RtEvent;
import keepalived.linux.netlink.rt.RtMonitor;

/// Reports addresses of this host as they are added and removed, for checkers that run only where
/// their service's address is. An address on two interfaces counts once.
public final class LocalAddresses implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final EpollLoop loop;
  private final Consumer<IpAddress> appeared;
  private final Consumer<IpAddress> vanished;
  private final Consumer<String> log;
  private final NetlinkSocket requests;
  private final RtMonitor monitor;
  private final Set<AddressKey> known = new HashSet<>();
  private final Map<IpAddress, Integer> holders = new HashMap<>();
  private Optional<Watch> watch = Optional.empty();
  private Loop.Cancellable again = () -> {};

  public LocalAddresses(
      EpollLoop loop,
      Consumer<IpAddress> appeared,
      Consumer<IpAddress> vanished,
      Consumer<String> log) {
    this.loop = loop;
    this.appeared = appeared;
    this.vanished = vanished;
    this.log = log;
    requests = NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT);
    monitor = new RtMonitor(NetlinkSocket.Options.DEFAULT);
  }

  /// Reports all current addresses, then each change. Called on the loop.
  public void start() {
    monitor.watch(EnumSet.of(RtMonitor.Topic.IPV4_ADDRESSES, RtMonitor.Topic.IPV6_ADDRESSES));
    watch = Optional.of(loop.watch(monitor.descriptor(), () -> monitor.receive(this::changed)));
    compare();
  }

  private void changed(RtEvent event) {
    switch (event) {
      case RtEvent.AddressAdded(var address) -> add(address.key());
      case RtEvent.AddressRemoved(var address) -> remove(address.key());
      case RtEvent.Overrun _ -> compare();
      case RtEvent.LinkChanged _,
          RtEvent.LinkRemoved _,
          RtEvent.RouteAdded _,
          RtEvent.RouteRemoved _,
          RtEvent.RuleAdded _,
          RtEvent.RuleRemoved _ -> {}
    }
  }

  /// Compares with the kernel's current addresses. A dump during which the table changed does not
  /// show which addresses were removed; another dump follows a moment later.
  private void compare() {
    again.cancel();
    var there = new HashSet<AddressKey>();
    boolean whole = false;
    try {
      var dump = new Addresses(requests).dump();
      dump.entries().forEach(address -> there.add(address.key()));
      whole = dump.whole();
    } catch (LinuxException refused) {
      log.accept("addresses of this host cannot be read: " + refused.getMessage());
    }
    if (whole) {
      Set.copyOf(known).stream().filter(key -> !there.contains(key)).forEach(this::remove);
    } else {
      again = loop.after(AGAIN, this::compare);
    }
    there.forEach(this::add);
  }

  private void add(AddressKey key) {
    var address = key.prefix().address();
    if (known.add(key) && holders.merge(address, 1, Integer::sum) == 1) {
      appeared.accept(address);
    }
  }

  private void remove(AddressKey key) {
    var address = key.prefix().address();
    if (known.remove(key) && holders.merge(address, -1, Integer::sum) == 0) {
      holders.remove(address);
      vanished.accept(address);
    }
  }

  @Override
  public void close() {
    again.cancel();
    watch.ifPresent(Watch::close);
    monitor.close();
    requests.close();
  }
}
