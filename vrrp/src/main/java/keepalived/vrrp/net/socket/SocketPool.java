package keepalived.vrrp.net.socket;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import keepalived.core.log.LogLine;
import keepalived.core.loop.Loop;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.socket.SocketBuffer;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.net.link.InterfaceWatch;
import keepalived.vrrp.net.socket.SocketKey.SocketSpec;
import keepalived.vrrp.packet.Envelope;

/// The raw sockets that instances share: one to receive per interface, family and protocol, one to
/// send per link and family.
public final class SocketPool implements AutoCloseable {

  /// Delay of a retry. An instance without receive socket would become a second master, so sockets
  /// that the kernel refuses are retried.
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /// Delay of opening the sockets that send: after a start or reload, and before most takeovers.
  private static final Duration PREPARE = Duration.ofSeconds(1);

  private static final int PACKET_MAX = 65_536;
  private static final int PACKETS_A_TURN = 64;

  /// More packets than a usual receive buffer holds; a flood must not occupy the loop longer.
  private static final int BACKLOG_MAX = 4096;

  private record Open(SocketSpec spec, int link, ReceiveSocket receiver, Watch watch) {}

  private final EpollLoop loop;
  private final InterfaceWatch interfaces;
  private final BiConsumer<Optional<String>, Envelope> heard;
  private final Consumer<LogLine> log;
  private final SocketBuffer incoming = new SocketBuffer(PACKET_MAX);
  private final SendSockets senders;
  private final Map<SocketKey, Open> receivers = new LinkedHashMap<>();
  private Map<SocketKey, SocketSpec> wishes = Map.of();
  private Loop.Cancellable again = () -> {};
  private Loop.Cancellable preparing = () -> {};

  public SocketPool(
      EpollLoop loop,
      InterfaceWatch interfaces,
      BiConsumer<Optional<String>, Envelope> heard,
      Consumer<LogLine> log) {
    this.loop = loop;
    this.interfaces = interfaces;
    this.heard = heard;
    this.log = log;
    senders = new SendSockets(interfaces, new SocketBuffer(PACKET_MAX));
  }

  /// Sets the receive sockets; those of missing interfaces are opened when the interface appears.
  public void listen(Map<SocketKey, SocketSpec> wanted) {
    wishes = new LinkedHashMap<>(wanted);
    refresh();
  }

  /// Opens missing sockets; closes those that are no longer needed or bound to a deleted link.
  public void refresh() {
    for (var key : List.copyOf(receivers.keySet())) {
      var open = receivers.get(key);
      if (!open.spec().equals(wishes.get(key)) || open.link() != link(key)) {
        receivers.remove(key);
        open.watch().close();
        open.receiver().close();
      }
    }
    wishes.forEach(
        (key, spec) -> {
          if (!receivers.containsKey(key) && (key.device().isEmpty() || link(key) != 0)) {
            open(key, spec);
          }
        });
    preparing.cancel();
    preparing = loop.after(PREPARE, this::prepareSenders);
  }

  /// Closes sending sockets for a link name that now belongs to another link.
  public void forget(String link) {
    senders.forget(link);
  }

  private void prepareSenders() {
    receivers.keySet().forEach(key -> senders.prepare(key.device(), key.family()));
  }

  private int link(SocketKey key) {
    return key.device().flatMap(interfaces::find).map(l -> l.index()).orElse(0);
  }

  private int mtu(SocketKey key) {
    return key.device().flatMap(interfaces::find).map(l -> l.hardware().mtu()).orElse(0);
  }

  private void open(SocketKey key, SocketSpec spec) {
    try {
      var device = new ReceiveSocket.Device(link(key), mtu(key));
      var receiver = ReceiveSocket.open(key, spec, device, incoming);
      var watch = loop.watch(receiver.descriptor(), () -> hear(key, receiver, PACKETS_A_TURN));
      receivers.put(key, new Open(spec, link(key), receiver, watch));
      // Earlier work may have taken long: an instance that starts to listen now waits for a master
      // from now on.
      loop.readClock();
      log.accept(opened(key, spec, receiver.descriptor()));
    } catch (LinuxException refused) {
      log.accept(
          OwnLines.cannotReceive(key.device().orElse("any interface"), refused.getMessage()));
      again.cancel();
      again = loop.after(ASK_AGAIN, this::refresh);
    }
  }

  private LogLine opened(SocketKey key, SocketSpec spec, int descriptor) {
    var where =
        spec.groups().isEmpty()
            ? "unicast" + key.bound().map(a -> ", address(" + a + ")").orElse("")
            : "multicast, address(" + spec.groups().first() + ")";
    var family = key.family().toString();
    return OriginalLines.socketOpened(link(key), family, key.protocol(), descriptor, where);
  }

  private void hear(SocketKey where, ReceiveSocket receiver, int packets) {
    try {
      for (int i = 0; i < packets; i++) {
        var packet = receiver.take();
        if (packet.isEmpty()) {
          return;
        }
        // Handling the previous packet may have taken as long as a master may be silent, mostly at
        // the start.
        loop.readClock();
        heard.accept(where.interfaceName(), packet.get());
      }
    } catch (LinuxException failure) {
      log.accept(OwnLines.receiveFailed(failure.getMessage()));
    }
  }

  /// Receives everything that has arrived: the advert of a live master may wait behind those of
  /// hundreds of other instances.
  public void drain() {
    for (var entry : List.copyOf(receivers.entrySet())) {
      hear(entry.getKey(), entry.getValue().receiver(), BACKLOG_MAX);
    }
  }

  /// Sends on a link. Throws [LinuxException] when the kernel refuses; returns false when the send
  /// buffer is full.
  public boolean send(Optional<String> link, OutgoingPacket packet) {
    return senders.send(link, packet);
  }

  @Override
  public void close() {
    again.cancel();
    preparing.cancel();
    receivers.values().forEach(open -> open.watch().close());
    receivers.values().forEach(open -> open.receiver().close());
    receivers.clear();
    senders.close();
  }
}
