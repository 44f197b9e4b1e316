package keepalived.vrrp.net.socket;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.socket.Ipv4RawSocket;
import keepalived.linux.socket.Ipv6RawSocket;
import keepalived.linux.socket.RawSocket;
import keepalived.linux.socket.SocketBuffer;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.net.link.InterfaceWatch;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Ipv4Header;

/// The raw sockets that send: one per link and family, opened on first use at the latest.
final class SendSockets implements AutoCloseable {

  private static final int IPPROTO_RAW = 255; // linux/in.h: the header is written by us
  private static final int HOPS = 255;

  private record Sending(Optional<String> link, Family family) {}

  private interface Sender {
    boolean send(OutgoingPacket packet);

    void close();
  }

  private final InterfaceWatch interfaces;
  private final SocketBuffer buffer;
  private final Map<Sending, Sender> senders = new LinkedHashMap<>();

  SendSockets(InterfaceWatch interfaces, SocketBuffer buffer) {
    this.interfaces = interfaces;
    this.buffer = buffer;
  }

  /// Closes the sockets of a link name that now belongs to another link.
  void forget(String link) {
    for (var key : List.copyOf(senders.keySet())) {
      if (key.link().equals(Optional.of(link))) {
        senders.remove(key).close();
      }
    }
  }

  /// Sends on a link. Throws [LinuxException] when the kernel refuses; returns false when the send
  /// buffer is full.
  boolean send(Optional<String> link, OutgoingPacket packet) {
    var key = new Sending(link, packet.destination().family());
    var open = senders.get(key);
    if (open != null) {
      try {
        return open.send(packet);
      } catch (LinuxException refused) {
        // The name may belong to another link by now: retry with a new socket.
        senders.remove(key);
        open.close();
      }
    }
    return sendAnew(key, packet);
  }

  /// Opens the socket before its first use, so that a takeover need not. One that the kernel
  /// refuses now is tried again with the first packet.
  void prepare(Optional<String> link, Family family) {
    var key = new Sending(link, family);
    if (!senders.containsKey(key)) {
      try {
        senders.put(key, open(key));
      } catch (LinuxException refused) {
        // The first packet tells why.
      }
    }
  }

  private boolean sendAnew(Sending key, OutgoingPacket packet) {
    var sender = open(key);
    try {
      boolean sent = sender.send(packet);
      senders.put(key, sender);
      return sent;
    } catch (LinuxException refused) {
      sender.close();
      throw refused;
    }
  }

  private Sender open(Sending key) {
    return key.family() == Family.IPV4 ? openIpv4(key) : openIpv6(key);
  }

  private Sender openIpv4(Sending key) {
    var socket = Ipv4RawSocket.open(IPPROTO_RAW, buffer);
    boundTo(key, socket);
    socket.headerIncluded();
    return new Sender() {
      @Override
      public boolean send(OutgoingPacket packet) {
        return socket.send(packet.bytes(), (Ipv4Address) packet.destination());
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  private Sender openIpv6(Sending key) {
    var socket = Ipv6RawSocket.open(Advertisement.PROTOCOL, buffer);
    int link = boundTo(key, socket);
    socket.multicastHops(HOPS);
    socket.trafficClass(Ipv4Header.TOS);
    // A master that just lost its address still has to resign with it as source.
    socket.sendFromAnyAddress();
    return new Sender() {
      private int hops;

      @Override
      public boolean send(OutgoingPacket packet) {
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

  /// The index of the link; 0 without one.
  private int boundTo(Sending key, RawSocket socket) {
    try {
      socket.options().sendOnly();
      socket.multicastLoop(false);
      key.link().ifPresent(socket.options()::bindToDevice);
      int link = key.link().flatMap(interfaces::find).map(Link::index).orElse(0);
      if (link != 0) {
        socket.multicastLink(link);
      }
      return link;
    } catch (LinuxException refused) {
      socket.close();
      throw refused;
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] raw = new byte[buffer.remaining()];
    buffer.slice().get(raw);
    return raw;
  }

  @Override
  public void close() {
    senders.values().forEach(Sender::close);
    senders.clear();
  }
}
