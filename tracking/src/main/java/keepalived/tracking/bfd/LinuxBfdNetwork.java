package keepalived.tracking.bfd;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.socket.SocketBuffer;
import keepalived.linux.socket.UdpSocket;

/// BFD over UDP (RFC 5881: port 3784; RFC 5883, multihop: 4784). Opens one listening socket for
/// each family and kind in use, and for each session a sending socket with a source port above
/// 49151.
public final class LinuxBfdNetwork implements BfdEngine.Network {

  private static final int SINGLE_HOP = 3784;
  private static final int MULTIHOP = 4784;
  private static final int SOURCE_PORT_FIRST = 49152;
  private static final int SOURCE_PORTS = 65536 - SOURCE_PORT_FIRST;
  private static final int TRIES = 32;
  private static final int INTERNETWORK_CONTROL = 0xC0; // CS6, used by RFC 5881 routers
  private static final int BUFFER = 2048;

  private record Kind(Family family, boolean multihop) {}

  private static final class Listener {
    private final UdpSocket socket;
    private final Watch watch;
    private int users;

    private Listener(UdpSocket socket, Watch watch) {
      this.socket = socket;
      this.watch = watch;
    }
  }

  private final EpollLoop loop;
  private final RandomGenerator random;
  private final SocketBuffer buffer = new SocketBuffer(BUFFER);
  private final Map<Kind, Listener> listeners = new HashMap<>();
  private Taker taker = (_, _, _, _) -> {};

  public LinuxBfdNetwork(EpollLoop loop, RandomGenerator random) {
    this.loop = loop;
    this.random = random;
  }

  @Override
  public void deliver(Taker to) {
    taker = to;
  }

  @Override
  public Link open(BfdInstance session) throws SocketException {
    var kind = new Kind(session.neighbor().family(), session.multihop());
    try {
      var out = sender(session);
      try {
        listen(kind);
      } catch (LinuxException e) {
        out.close();
        throw e;
      }
      return link(session, kind, out);
    } catch (LinuxException e) {
      throw new SocketException(e.getMessage(), e);
    }
  }

  private Link link(BfdInstance session, Kind kind, UdpSocket out) {
    var peer = new Endpoint(session.neighbor(), kind.multihop() ? MULTIHOP : SINGLE_HOP);
    return new Link() {
      @Override
      public void send(ByteBuffer packet) throws SocketException {
        try {
          out.send(packet, peer, 0);
        } catch (LinuxException e) {
          throw new SocketException(e.getMessage(), e);
        }
      }

      @Override
      public void close() {
        out.close();
        release(kind);
      }
    };
  }

  private UdpSocket sender(BfdInstance session) {
    var socket = UdpSocket.open(session.neighbor().family(), buffer);
    try {
      socket.hopLimit(session.ttl());
      socket.trafficClass(INTERNETWORK_CONTROL);
      bind(socket, session.source().orElseGet(() -> any(session.neighbor().family())));
      return socket;
    } catch (LinuxException e) {
      socket.close();
      throw e;
    }
  }

  private void bind(UdpSocket socket, IpAddress source) {
    for (int i = 1; ; i++) {
      int port = SOURCE_PORT_FIRST + random.nextInt(SOURCE_PORTS);
      try {
        socket.bind(new Endpoint(source, port), 0);
        return;
      } catch (LinuxException e) {
        if (i == TRIES || !e.is(Errno.EADDRINUSE)) {
          throw e;
        }
      }
    }
  }

  private static IpAddress any(Family family) {
    return IpAddress.parse(family == Family.IPV4 ? "0.0.0.0" : "::").orElseThrow();
  }

  private void listen(Kind kind) {
    var present = listeners.get(kind);
    if (present == null) {
      var socket = UdpSocket.open(kind.family(), buffer);
      try {
        socket.bind(new Endpoint(any(kind.family()), kind.multihop() ? MULTIHOP : SINGLE_HOP), 0);
      } catch (LinuxException e) {
        socket.close();
        throw e;
      }
      var watch = loop.watch(socket.descriptor(), () -> readable(socket, kind));
      present = new Listener(socket, watch);
      listeners.put(kind, present);
    }
    present.users++;
  }

  private void release(Kind kind) {
    var listener = listeners.get(kind);
    if (--listener.users == 0) {
      listeners.remove(kind);
      listener.watch.close();
      listener.socket.close();
    }
  }

  private void readable(UdpSocket socket, Kind kind) {
    for (var datagram = socket.receive(); datagram.isPresent(); datagram = socket.receive()) {
      var packet = datagram.get();
      var copy = ByteBuffer.allocate(packet.payload().remaining()).put(packet.payload()).flip();
      taker.take(packet.source().address(), packet.hopLimit(), kind.multihop(), copy);
      if (listeners.get(kind) == null || listeners.get(kind).socket != socket) {
        return;
      }
    }
  }
}
