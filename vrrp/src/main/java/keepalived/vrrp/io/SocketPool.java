package keepalived.vrrp.io;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.loop.Loop;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.socket.Ipv4RawSocket;
import keepalived.linux.socket.Ipv6RawSocket;
import keepalived.linux.socket.SocketBuffer;
import keepalived.vrrp.engine.InstanceKey;
import keepalived.vrrp.engine.Outgoing;
import keepalived.vrrp.engine.Report;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.AuthHeader;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.packet.Ipv4Header;

/// The raw sockets, shared by instances: one that receives for each interface, family and protocol,
/// one that sends for each link and family.
final class SocketPool implements AutoCloseable {

  /// Where to listen.
  ///
  /// @param device empty for instances without interface, which listen on an address
  /// @param interfaceName the interface of the instances that listen there
  /// @param bound the address of those without interface
  record Listening(
      Optional<String> device,
      Optional<String> interfaceName,
      Family family,
      int protocol,
      Optional<IpAddress> bound) {}

  /// What to hear there.
  ///
  /// @param groups multicast groups to join
  /// @param room what the receive buffer has to hold
  record Wish(SortedSet<IpAddress> groups, ReceiveRoom room) {
    Wish {
      groups = new TreeSet<>(groups);
    }

    private Wish and(Wish other) {
      var all = new TreeSet<>(groups);
      all.addAll(other.groups);
      return new Wish(all, room.and(other.room));
    }
  }

  /// Where these instances listen, and what for: instances of one interface share a socket. One on
  /// a virtual MAC listens there, because the kernel gives a frame from another router with the
  /// same MAC to the macvlan only.
  ///
  /// @param devices where each sends and listens
  static Map<Listening, Wish> wishes(
      Map<InstanceKey, VrrpInstance> instances,
      GlobalSettings.RxBuffers buffers,
      BiFunction<InstanceKey, VrrpInstance, Optional<String>> devices) {
    var wishes = new LinkedHashMap<Listening, Wish>();
    instances.forEach(
        (name, instance) -> {
          var bound =
              instance.interfaceName().isPresent()
                  ? Optional.<IpAddress>empty()
                  : instance.transport().source();
          int protocol =
              instance.authentication() instanceof Authentication.AuthHeader
                  ? AuthHeader.PROTOCOL
                  : Advertisement.PROTOCOL;
          var key =
              new Listening(
                  devices.apply(name, instance),
                  instance.interfaceName(),
                  instance.family(),
                  protocol,
                  bound);
          var groups = new TreeSet<IpAddress>();
          if (instance.transport() instanceof Transport.Multicast(_, var group)) {
            groups.add(group);
          }
          wishes.merge(key, new Wish(groups, ReceiveRoom.of(instance, buffers)), Wish::and);
        });
    return wishes;
  }

  /// A deaf instance would be a second master: what the kernel refuses is asked for again.
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private static final int PACKET_MAX = 65_536;
  private static final int IPPROTO_RAW = 255; // linux/in.h: the header is written by us
  private static final int CONTROL_TRAFFIC = 6; // linux/pkt_sched.h, TC_PRIO_INTERACTIVE
  private static final int HOPS = 255;
  private static final int PACKETS_A_TURN = 64;

  /// More than a receive buffer of any usual size holds; a flood must not keep us for longer.
  private static final int BACKLOG_MAX = 4096;

  private interface Receiver {
    int descriptor();

    /// Takes one packet; false when there is none.
    boolean take();

    void close();
  }

  private record Open(Wish wish, int link, Receiver receiver, Watch watch) {}

  private record Sending(Optional<String> link, Family family) {}

  private interface Sender {
    boolean send(Outgoing packet);

    void close();
  }

  private final EpollLoop loop;
  private final InterfaceWatch interfaces;
  private final BiConsumer<Optional<String>, Envelope> heard;
  private final Consumer<Report> log;
  private final SocketBuffer incoming = new SocketBuffer(PACKET_MAX);
  private final SocketBuffer outgoing = new SocketBuffer(PACKET_MAX);
  private final Map<Listening, Open> receivers = new LinkedHashMap<>();
  private final Map<Sending, Sender> senders = new LinkedHashMap<>();
  private Map<Listening, Wish> wishes = Map.of();
  private Loop.Cancellable again = () -> {};

  SocketPool(
      EpollLoop loop,
      InterfaceWatch interfaces,
      BiConsumer<Optional<String>, Envelope> heard,
      Consumer<Report> log) {
    this.loop = loop;
    this.interfaces = interfaces;
    this.heard = heard;
    this.log = log;
  }

  /// Makes these the places where we listen; interfaces that are missing are opened when they come.
  void listen(Map<Listening, Wish> wanted) {
    wishes = new LinkedHashMap<>(wanted);
    refresh();
  }

  /// Opens what can be opened and closes what is not wanted or bound to a link that is gone.
  void refresh() {
    for (var key : List.copyOf(receivers.keySet())) {
      var open = receivers.get(key);
      if (!open.wish().equals(wishes.get(key)) || open.link() != link(key)) {
        receivers.remove(key);
        open.watch().close();
        open.receiver().close();
      }
    }
    wishes.forEach(
        (key, wish) -> {
          if (!receivers.containsKey(key) && (key.device().isEmpty() || link(key) != 0)) {
            open(key, wish);
          }
        });
  }

  /// Forgets sockets that send by a link of this name: it has become another link.
  void forget(String link) {
    for (var key : List.copyOf(senders.keySet())) {
      if (key.link().equals(Optional.of(link))) {
        senders.remove(key).close();
      }
    }
  }

  private int link(Listening key) {
    return key.device().flatMap(interfaces::find).map(l -> l.index()).orElse(0);
  }

  private OptionalInt room(Listening key, Wish wish) {
    return wish.room().bytes(mtu(key));
  }

  private int mtu(Listening key) {
    return key.device().flatMap(interfaces::find).map(l -> l.hardware().mtu()).orElse(0);
  }

  private void open(Listening key, Wish wish) {
    try {
      var receiver = key.family() == Family.IPV4 ? openIpv4(key, wish) : openIpv6(key, wish);
      var watch = loop.watch(receiver.descriptor(), () -> hear(receiver, PACKETS_A_TURN));
      receivers.put(key, new Open(wish, link(key), receiver, watch));
      log.accept(new Report(Report.Level.DETAIL, describe(key, wish, receiver.descriptor())));
    } catch (LinuxException refused) {
      log.accept(
          new Report(
              Report.Level.WARNING,
              "cannot receive VRRP on "
                  + key.device().orElse("any interface")
                  + ": "
                  + refused.getMessage()));
      again.cancel();
      again = loop.after(ASK_AGAIN, this::refresh);
    }
  }

  private String describe(Listening key, Wish wish, int descriptor) {
    var where =
        wish.groups().isEmpty()
            ? "unicast" + key.bound().map(a -> ", address(" + a + ")").orElse("")
            : "multicast, address(" + wish.groups().first() + ")";
    return "VRRP sockpool: [ifindex(%3d), family(%s), proto(%d), fd(%d,%d) %s]"
        .formatted(link(key), key.family(), key.protocol(), descriptor, descriptor, where);
  }

  private Receiver openIpv4(Listening key, Wish wish) {
    var socket = Ipv4RawSocket.open(key.protocol(), incoming);
    try {
      if (key.device().isPresent()) {
        socket.options().bindToDevice(key.device().get());
      } else if (key.bound().orElse(null) instanceof Ipv4Address address) {
        socket.bind(address);
      }
      room(key, wish).ifPresent(bytes -> socket.options().receiveBuffer(bytes, true));
      socket.receiveForeignGroups(false);
      for (var group : wish.groups()) {
        socket.join((Ipv4Address) group, link(key));
      }
    } catch (LinuxException failure) {
      socket.close();
      throw failure;
    }
    return new Receiver() {
      @Override
      public int descriptor() {
        return socket.descriptor();
      }

      @Override
      public boolean take() {
        var packet = socket.receive();
        packet.ifPresent(bytes -> heard.accept(key.interfaceName(), Envelope.ofIpv4(bytes)));
        return packet.isPresent();
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  private Receiver openIpv6(Listening key, Wish wish) {
    var socket = Ipv6RawSocket.open(key.protocol(), incoming);
    try {
      if (key.device().isPresent()) {
        socket.options().bindToDevice(key.device().get());
      } else if (key.bound().orElse(null) instanceof Ipv6Address address) {
        socket.bind(address, 0);
      }
      room(key, wish).ifPresent(bytes -> socket.options().receiveBuffer(bytes, true));
      socket.receiveForeignGroups(false);
      for (var group : wish.groups()) {
        socket.join((Ipv6Address) group, link(key));
      }
    } catch (LinuxException failure) {
      socket.close();
      throw failure;
    }
    return new Receiver() {
      @Override
      public int descriptor() {
        return socket.descriptor();
      }

      @Override
      public boolean take() {
        var packet = socket.receive();
        packet.ifPresent(
            p ->
                heard.accept(
                    key.interfaceName(),
                    Envelope.ofIpv6(p.source(), p.destination(), p.hopLimit(), p.payload())));
        return packet.isPresent();
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  private void hear(Receiver receiver, int packets) {
    try {
      for (int i = 0; i < packets && receiver.take(); i++) {}
    } catch (LinuxException failure) {
      log.accept(new Report(Report.Level.DETAIL, "receiving VRRP failed: " + failure.getMessage()));
    }
  }

  /// Hears everything that has arrived: the advert of a living master may wait behind hundreds of
  /// other instances'.
  void drain() {
    for (var open : new ArrayList<>(receivers.values())) {
      hear(open.receiver(), BACKLOG_MAX);
    }
  }

  /// Sends by a link. Throws [LinuxException] when the kernel refuses; false when it has no room.
  boolean send(Optional<String> link, Outgoing packet) {
    var key = new Sending(link, packet.destination().family());
    var sender = senders.computeIfAbsent(key, this::openSender);
    try {
      return sender.send(packet);
    } catch (LinuxException refused) {
      senders.remove(key);
      sender.close();
      throw refused;
    }
  }

  private Sender openSender(Sending key) {
    return key.family() == Family.IPV4 ? openIpv4Sender(key) : openIpv6Sender(key);
  }

  private Sender openIpv4Sender(Sending key) {
    var socket = Ipv4RawSocket.open(IPPROTO_RAW, outgoing);
    socket.headerIncluded();
    socket.options().sendOnly();
    socket.options().priority(CONTROL_TRAFFIC);
    key.link()
        .ifPresent(
            name -> {
              socket.options().bindToDevice(name);
              interfaces.find(name).ifPresent(link -> socket.multicastLink(link.index()));
            });
    socket.multicastLoop(false);
    return new Sender() {
      @Override
      public boolean send(Outgoing packet) {
        return socket.send(packet.bytes(), (Ipv4Address) packet.destination());
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  private Sender openIpv6Sender(Sending key) {
    var socket = Ipv6RawSocket.open(Advertisement.PROTOCOL, outgoing);
    socket.options().sendOnly();
    socket.options().priority(CONTROL_TRAFFIC);
    socket.multicastHops(HOPS);
    socket.multicastLoop(false);
    socket.trafficClass(Ipv4Header.TOS);
    int link = key.link().flatMap(interfaces::find).map(l -> l.index()).orElse(0);
    key.link().ifPresent(socket.options()::bindToDevice);
    if (link != 0) {
      socket.multicastLink(link);
    }
    return new Sender() {
      private int hops;

      @Override
      public boolean send(Outgoing packet) {
        if (hops != packet.ttl()) {
          hops = packet.ttl();
          socket.unicastHops(hops);
        }
        return socket.send(
            ByteBuffer.wrap(bytes(packet.bytes())),
            (Ipv6Address) packet.destination(),
            link,
            (Ipv6Address) packet.source());
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] raw = new byte[buffer.remaining()];
    buffer.slice().get(raw);
    return raw;
  }

  @Override
  public void close() {
    again.cancel();
    receivers.values().forEach(open -> open.watch().close());
    receivers.values().forEach(open -> open.receiver().close());
    receivers.clear();
    senders.values().forEach(Sender::close);
    senders.clear();
  }
}
