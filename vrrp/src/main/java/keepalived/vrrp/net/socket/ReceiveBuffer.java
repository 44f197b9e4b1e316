package keepalived.vrrp.net.socket;

import java.util.OptionalInt;
import keepalived.core.config.GlobalSettings.RxBuffers;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.net.Family;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.AuthHeader;
import keepalived.vrrp.packet.HmacTrailer;
import keepalived.vrrp.packet.Ipv4Header;

/// The size of a receive buffer, summed over the instances that share the socket
/// (`kernel_rx_buf_size`, `vrrp_rx_bufs_policy`, `vrrp_rx_bufs_multiplier`). The kernel doubles the
/// requested size for its own overhead.
///
/// @param fixed bytes
/// @param packets packets of the link's MTU
record ReceiveBuffer(long fixed, long packets) {

  private static final ReceiveBuffer KERNEL = new ReceiveBuffer(0, 0);

  static ReceiveBuffer of(VrrpInstance instance, RxBuffers buffers) {
    if (instance.kernel().receiveBuffer() > 0) {
      return new ReceiveBuffer(instance.kernel().receiveBuffer(), 0);
    }
    return switch (buffers.policy()) {
      case KERNEL -> KERNEL;
      case BYTES -> new ReceiveBuffer(buffers.bytes(), 0);
      case ADVERT -> new ReceiveBuffer((long) buffers.multiplier() * advert(instance), 0);
      case MTU -> new ReceiveBuffer(0, buffers.multiplier());
    };
  }

  /// The bytes of one advert, with the IPv4 header; a raw IPv6 socket receives none.
  private static int advert(VrrpInstance instance) {
    int addresses = instance.addresses().size();
    int bytes = Advertisement.length(instance.version().number(), instance.family(), addresses);
    if (instance.family() == Family.IPV4) {
      bytes += Ipv4Header.LENGTH;
    }
    return switch (instance.authentication()) {
      case Authentication.AuthHeader _ when instance.version() == Version.V2 ->
          bytes + AuthHeader.LENGTH;
      case Authentication.Hmac _ -> bytes + HmacTrailer.LENGTH;
      case Authentication.None _, Authentication.Password _, Authentication.AuthHeader _ -> bytes;
    };
  }

  ReceiveBuffer and(ReceiveBuffer other) {
    return new ReceiveBuffer(fixed + other.fixed, packets + other.packets);
  }

  /// The size to request; empty keeps the default of the kernel.
  OptionalInt bytes(int mtu) {
    long bytes = fixed + packets * mtu;
    return bytes == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(bytes, Integer.MAX_VALUE / 2));
  }
}
