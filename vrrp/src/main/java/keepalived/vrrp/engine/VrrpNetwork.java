package keepalived.vrrp.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.priority.InterfaceStatus;

/// The outside as the engine sees it: packets, announcements and the kernel's tables. All calls are
/// made on the engine's loop and return at once.
public interface VrrpNetwork {

  /// Makes ready what these instances need (sockets, virtual MACs, static items), and gives up what
  /// no instance needs. What has not changed is not touched.
  void configure(Config config, Map<InstanceKey, VrrpInstance> instances);

  /// Sends one packet. Why it could not be sent; empty when it was.
  Optional<String> send(InstanceKey instance, OutgoingPacket packet);

  /// Sends `repeat` rounds of gratuitous ARP and neighbour advertisements, paced, behind adverts.
  void announce(InstanceKey instance, List<VirtualAddress> addresses, int repeat);

  /// Makes the kernel hold exactly `wanted` for this instance, of all it might hold; and keeps it
  /// so when others change it.
  void reconcile(InstanceKey instance, OwnedResources wanted);

  /// Takes what `changes` reconciles as one change: what one instance gives up and another takes
  /// stays where it is. The kernel has it all when this returns.
  void together(Runnable changes);

  /// Whether packets may leave from this address: one of the machine's, or any at all where the
  /// kernel has been told so (`ip_nonlocal_bind`).
  boolean speaksFrom(IpAddress source);

  /// Hands over, before it returns, the packets that have arrived already.
  void drain();

  /// What the network tells the engine, on the engine's loop.
  interface Listener {

    /// @param interfaceName where the socket listens; empty for sockets of instances without
    ///   interface
    void received(Optional<String> interfaceName, Envelope envelope);

    /// Anything about an interface has changed. All interfaces are told before the first
    /// configuration.
    void interfaceChanged(InterfaceStatus status);

    /// Something that we own was gone or changed, and is as it was already.
    ///
    /// @param deed what happened to what, and what we did, for the log
    void restored(InstanceKey instance, String deed);
  }
}
