package keepalived.vrrp.net.socket;

import java.util.Optional;
import keepalived.core.net.Family;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.socket.Ipv4RawSocket;
import keepalived.linux.socket.Ipv6RawSocket;
import keepalived.linux.socket.RawSocket;
import keepalived.linux.socket.SocketBuffer;
import keepalived.vrrp.packet.Envelope;

/// A raw socket that receives adverts.
final class ReceiveSocket implements AutoCloseable {

  /// @param index of the link, 0 without one
  /// @param mtu of that link, in bytes
  record Device(int index, int mtu) {}

  private final RawSocket socket;

  private ReceiveSocket(RawSocket socket) {
    this.socket = socket;
  }

  /// Throws [LinuxException] when the kernel refuses.
  static ReceiveSocket open(
      SocketKey where, SocketKey.SocketSpec spec, Device device, SocketBuffer buffer) {
    var receiver =
        new ReceiveSocket(
            where.family() == Family.IPV4
                ? Ipv4RawSocket.open(where.protocol(), buffer)
                : Ipv6RawSocket.open(where.protocol(), buffer));
    try {
      receiver.prepare(where, spec, device);
    } catch (LinuxException refused) {
      receiver.close();
      throw refused;
    }
    return receiver;
  }

  private void prepare(SocketKey where, SocketKey.SocketSpec spec, Device device) {
    where.device().ifPresent(socket.options()::bindToDevice);
    spec.receiveBuffer()
        .bytes(device.mtu())
        .ifPresent(bytes -> socket.options().receiveBuffer(bytes, true));
    switch (socket) {
      case Ipv4RawSocket ipv4 -> {
        where.bound().ifPresent(address -> ipv4.bind((Ipv4Address) address));
        ipv4.receiveForeignGroups(false);
        spec.groups().forEach(group -> ipv4.join((Ipv4Address) group, device.index()));
      }
      case Ipv6RawSocket ipv6 -> {
        where.bound().ifPresent(address -> ipv6.bind((Ipv6Address) address, 0));
        ipv6.receiveForeignGroups(false);
        spec.groups().forEach(group -> ipv6.join((Ipv6Address) group, device.index()));
      }
    }
  }

  int descriptor() {
    return socket.descriptor();
  }

  /// Receives one packet; empty when none is waiting.
  Optional<Envelope> take() {
    return switch (socket) {
      case Ipv4RawSocket ipv4 -> ipv4.receive().map(Envelope::ofIpv4);
      case Ipv6RawSocket ipv6 ->
          ipv6.receive()
              .map(p -> Envelope.ofIpv6(p.source(), p.destination(), p.hopLimit(), p.payload()));
    };
  }

  @Override
  public void close() {
    socket.close();
  }
}
