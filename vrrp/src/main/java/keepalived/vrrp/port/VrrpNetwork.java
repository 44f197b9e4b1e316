package keepalived.vrrp.port;

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

/// The network as the engine needs it: packets, announcements and kernel tables. Called on the
/// engine's loop; every method returns without waiting.
public interface VrrpNetwork {

  /// Creates what these instances need (sockets, virtual MACs, static items) and removes what no
  /// instance needs. Does not touch what has not changed.
  void configure(Config config, Map<InstanceKey, VrrpInstance> instances);

  /// Sends one packet. Returns why it could not be sent, or empty.
  Optional<String> send(InstanceKey instance, OutgoingPacket packet);

  /// Sends `repeat` rounds of gratuitous ARP and neighbour advertisements at the configured rate.
  /// Adverts go first.
  void announce(InstanceKey instance, List<VirtualAddress> addresses, int repeat);

  /// Makes the kernel hold exactly `wanted` for this instance, and restores it when other programs
  /// change it.
  void reconcile(InstanceKey instance, OwnedResources wanted);

  /// Runs `changes` and applies everything that they reconcile as one change: what one instance
  /// releases and another claims stays in the kernel. All is applied when this returns.
  void together(Runnable changes);

  /// Whether packets can be sent from this address: the host has it, or `net.ipv*.ip_nonlocal_bind`
  /// permits any.
  boolean speaksFrom(IpAddress source);

  /// Delivers the packets that have already arrived before it returns.
  void drain();

  /// Events of the network, called on the engine's loop.
  interface Listener {

    /// @param interfaceName the interface of the receiving socket; empty for sockets of instances
    ///   without interface
    void received(Optional<String> interfaceName, Envelope envelope);

    /// An interface changed. Called for every interface before the first configuration.
    void interfaceChanged(InterfaceStatus status);

    /// A resource of ours was removed or changed by another program and has been restored.
    ///
    /// @param deed what happened and what was done, for the log
    void restored(InstanceKey instance, String deed);
  }
}
