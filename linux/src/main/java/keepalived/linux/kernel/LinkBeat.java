package keepalived.linux.kernel;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Native;

/// Queries network drivers for the link status. Used by one thread at a time.
public final class LinkBeat implements AutoCloseable {

  private static final int AF_INET = 2; // linux/socket.h
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000; // bits/socket_type.h

  // linux/sockios.h
  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int SIOCETHTOOL = 0x8946;
  private static final int SIOCGMIIPHY = 0x8947;
  private static final int SIOCGMIIREG = 0x8948;

  private static final int IFREQ = 40; // linux/if.h, struct ifreq: name, then a union at 16
  private static final int IFNAMSIZ = 16;
  private static final int IFF_UP_RUNNING = 0x41; // linux/if.h
  private static final int ETHTOOL_GLINK = 0xA; // linux/ethtool.h, struct ethtool_value
  private static final int MII_BMSR = 1; // linux/mii.h: the status register,
  private static final int BMSR_LSTATUS = 4; // and in it the link status

  /// How the driver is queried.
  public enum Method {
    /// The transceiver's status register.
    MII,
    ETHTOOL,
    /// The interface flags, which netlink reports too.
    IOCTL
  }

  private final Descriptor socket;

  /// Opens a socket for the network namespace of the calling thread.
  public LinkBeat() {
    socket = new Descriptor("socket(AF_INET)", Native.LIBC.socket(AF_INET, SOCK_DGRAM_CLOEXEC, 0));
  }

  /// The first method that the link's driver supports; empty when there is no such link.
  public Optional<Method> methodFor(String link) {
    return Arrays.stream(Method.values()).filter(m -> isUp(link, m).isPresent()).findFirst();
  }

  /// Whether the link is up according to the driver; empty when there is no such link or the driver
  /// does not support the method.
  public Optional<Boolean> isUp(String link, Method method) {
    if (link.getBytes(StandardCharsets.UTF_8).length >= IFNAMSIZ) {
      return Optional.empty();
    }
    return switch (method) {
      case MII -> mii(link);
      case ETHTOOL -> ethtool(link);
      case IOCTL ->
          ask(SIOCGIFFLAGS, request(link))
              .map(answer -> (answer.getShort(IFNAMSIZ) & IFF_UP_RUNNING) == IFF_UP_RUNNING);
    };
  }

  /// linux/mii.h, struct mii_ioctl_data: transceiver, register, value in, value out; 16 bits each.
  private Optional<Boolean> mii(String link) {
    return ask(SIOCGMIIPHY, request(link))
        .map(found -> found.putShort(IFNAMSIZ + 2, (short) MII_BMSR))
        .flatMap(found -> ask(SIOCGMIIREG, found))
        .map(answer -> (answer.getShort(IFNAMSIZ + 6) & BMSR_LSTATUS) != 0);
  }

  private Optional<Boolean> ethtool(String link) {
    var value = Native.allocate(8).putInt(0, ETHTOOL_GLINK);
    var request = request(link).putLong(IFNAMSIZ, Native.address(value));
    var up = ask(SIOCETHTOOL, request).map(_ -> value.getInt(4) != 0);
    Reference.reachabilityFence(value);
    return up;
  }

  private static ByteBuffer request(String link) {
    return Native.allocate(IFREQ).put(0, link.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<ByteBuffer> ask(int number, ByteBuffer request) {
    return Native.LIBC.ioctl(socket.number(), number, request) < 0
        ? Optional.empty()
        : Optional.of(request);
  }

  @Override
  public void close() {
    socket.close();
  }
}
