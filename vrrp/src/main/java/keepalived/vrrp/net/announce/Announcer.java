package keepalived.vrrp.net.announce;

import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.log.LogLine;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.socket.Ipv6RawSocket;
import keepalived.linux.socket.PacketSocket;
import keepalived.linux.socket.SocketBuffer;
import keepalived.vrrp.machine.OriginalLines;
import keepalived.vrrp.machine.OwnLines;
import keepalived.vrrp.net.link.InterfaceWatch;
import keepalived.vrrp.packet.GratuitousArp;
import keepalived.vrrp.packet.NeighborAdvertisement;

/// Sends single gratuitous ARPs and unsolicited neighbour advertisements.
final class Announcer implements AutoCloseable {

  private static final int HOPS = 255;

  private final SocketBuffer buffer = new SocketBuffer(2048);
  private final InterfaceWatch interfaces;
  private final Ipv6Forwarding forwarding;
  private final Consumer<LogLine> log;
  private Optional<PacketSocket> arp = Optional.empty();
  private Optional<Ipv6RawSocket> icmp = Optional.empty();

  Announcer(InterfaceWatch interfaces, Ipv6Forwarding forwarding, Consumer<LogLine> log) {
    this.interfaces = interfaces;
    this.forwarding = forwarding;
    this.log = log;
  }

  /// Announces an address on a link; skips links without ARP.
  void announce(IpAddress address, int index) {
    var link = interfaces.find(index);
    if (link.isEmpty() || !link.get().isUp() || !link.get().resolvesNeighbours()) {
      return;
    }
    try {
      switch (address) {
        case Ipv4Address ipv4 -> arp(ipv4, link.get());
        case Ipv6Address ipv6 -> neighbour(ipv6, link.get());
      }
    } catch (LinuxException refused) {
      log.accept(OwnLines.announcementFailed(address, link.get().name(), refused.getMessage()));
    }
  }

  private void arp(Ipv4Address address, Link link) {
    var mac = link.hardware().mac();
    if (mac.isEmpty()) {
      return;
    }
    if (arp.isEmpty()) {
      arp = Optional.of(PacketSocket.open(PacketSocket.NO_PROTOCOL, buffer));
    }
    boolean sent = arp.get().send(new GratuitousArp(mac.get(), address).encode(), link.index());
    say(sent, address, link.name());
  }

  private void neighbour(Ipv6Address address, Link link) {
    var mac = link.hardware().mac();
    if (mac.isEmpty()) {
      return;
    }
    if (icmp.isEmpty()) {
      var socket = Ipv6RawSocket.open(NeighborAdvertisement.PROTOCOL, buffer);
      socket.options().sendOnly();
      socket.multicastHops(HOPS);
      socket.multicastLoop(false);
      icmp = Optional.of(socket);
    }
    var advertisement =
        new NeighborAdvertisement(address, mac.get(), forwarding.routes(link.name()));
    boolean sent =
        icmp.get()
            .send(advertisement.encode(), NeighborAdvertisement.ALL_NODES, link.index(), address);
    say(sent, address, link.name());
  }

  private void say(boolean sent, IpAddress address, String link) {
    log.accept(
        sent
            ? OriginalLines.announcementSent(address, link)
            : OwnLines.noRoomForAnnouncement(address, link));
  }

  @Override
  public void close() {
    arp.ifPresent(PacketSocket::close);
    icmp.ifPresent(Ipv6RawSocket::close);
  }
}
