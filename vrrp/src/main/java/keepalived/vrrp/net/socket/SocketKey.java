package keepalived.vrrp.net.socket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.AuthHeader;

/// Identifies a receive socket.
///
/// @param device the device that the socket is bound to; empty for instances without interface or
///   VRF, whose socket is bound to an address
/// @param interfaceName the interface of the instances that listen there
/// @param bound the address of those without interface
public record SocketKey(
    Optional<String> device,
    Optional<String> interfaceName,
    Family family,
    int protocol,
    Optional<IpAddress> bound) {

  /// The properties of a receive socket.
  ///
  /// @param groups multicast groups to join
  /// @param receiveBuffer the size of its receive buffer
  record SocketSpec(SortedSet<IpAddress> groups, ReceiveBuffer receiveBuffer) {
    SocketSpec {
      groups = new TreeSet<>(groups);
    }

    private SocketSpec and(SocketSpec other) {
      var all = new TreeSet<>(groups);
      all.addAll(other.groups);
      return new SocketSpec(all, receiveBuffer.and(other.receiveBuffer));
    }
  }

  /// The receive sockets that these instances need; instances of one interface share a socket. An
  /// instance with a virtual MAC listens on its macvlan, because the kernel delivers a frame from
  /// another router with the same MAC to the macvlan only.
  ///
  /// @param devices the device on which an instance sends and receives
  public static Map<SocketKey, SocketSpec> of(
      Map<InstanceKey, VrrpInstance> instances,
      GlobalSettings.RxBuffers buffers,
      BiFunction<InstanceKey, VrrpInstance, Optional<String>> devices) {
    var places = new LinkedHashMap<SocketKey, SocketSpec>();
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
              new SocketKey(
                  devices.apply(name, instance),
                  instance.interfaceName(),
                  instance.family(),
                  protocol,
                  bound);
          var groups = new TreeSet<IpAddress>();
          if (instance.transport() instanceof Transport.Multicast(_, var group)) {
            groups.add(group);
          }
          places.merge(
              key, new SocketSpec(groups, ReceiveBuffer.of(instance, buffers)), SocketSpec::and);
        });
    return places;
  }
}
