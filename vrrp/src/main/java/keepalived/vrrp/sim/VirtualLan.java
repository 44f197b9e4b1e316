package keepalived.vrrp.sim;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv6Address;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.packet.Envelope;

/// Carries packets, as bytes, between the routers of each segment; loses, delays, duplicates and
/// reorders them at the given rates.
public final class VirtualLan {

  /// The quality of the network. Rates are in thousandths.
  ///
  /// @param jitter the greatest delay of a packet; more than the gap between packets reorders them
  public record Weather(int loss, int doubled, Duration jitter) {
    public static final Weather FINE = new Weather(0, 0, Duration.ZERO);
  }

  /// Receives packets.
  interface Port {
    boolean owns(IpAddress address);

    void receive(String segment, Envelope envelope);
  }

  private static final Duration LATENCY = Duration.ofNanos(200_000);

  private record Cut(int from, int to, String segment) {}

  private final SimLoop loop;
  private final RandomGenerator random;
  private final List<Port> ports = new ArrayList<>();
  private final Set<Cut> cuts = new HashSet<>();
  private Weather weather = Weather.FINE;

  public VirtualLan(SimLoop loop, RandomGenerator random) {
    this.loop = loop;
    this.random = random;
  }

  /// Connects a router; routers are numbered in the order of connecting.
  void plug(Port port) {
    ports.add(port);
  }

  public void weather(Weather next) {
    weather = next;
  }

  /// Blocks this direction.
  public void cut(int from, int to, String segment) {
    cuts.add(new Cut(from, to, segment));
  }

  public void mend() {
    cuts.clear();
  }

  void send(int from, String segment, OutgoingPacket packet) {
    byte[] bytes = new byte[packet.bytes().remaining()];
    packet.bytes().slice().get(bytes);
    for (int to = 0; to < ports.size(); to++) {
      boolean addressed =
          packet.destination().isMulticast() || ports.get(to).owns(packet.destination());
      if (to != from && addressed && !cuts.contains(new Cut(from, to, segment))) {
        carry(ports.get(to), segment, packet, bytes);
      }
    }
  }

  private void carry(Port port, String segment, OutgoingPacket packet, byte[] bytes) {
    if (happens(weather.loss())) {
      return;
    }
    int copies = happens(weather.doubled()) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      loop.at(
          loop.now().plus(LATENCY).plus(jitter()),
          () -> port.receive(segment, open(packet, ByteBuffer.wrap(bytes))));
    }
  }

  private boolean happens(int thousandths) {
    return thousandths > 0 && random.nextInt(1000) < thousandths;
  }

  private Duration jitter() {
    long most = weather.jitter().toNanos();
    return most == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(most));
  }

  private static Envelope open(OutgoingPacket packet, ByteBuffer bytes) {
    return packet.source() instanceof Ipv6Address source
            && packet.destination() instanceof Ipv6Address destination
        ? Envelope.ofIpv6(source, destination, packet.ttl(), bytes)
        : Envelope.ofIpv4(bytes);
  }
}
