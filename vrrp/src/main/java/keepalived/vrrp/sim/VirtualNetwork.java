package keepalived.vrrp.sim;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpNetwork;

/// The network of a router in memory: its sockets are queues, its address table is a map.
final class VirtualNetwork implements VrrpNetwork {

  private record Arrived(String segment, Envelope envelope) {}

  private final int node;
  private final VirtualLan lan;
  private final Set<IpAddress> own;
  private final Witness witness;
  private final Map<InstanceKey, VrrpInstance> instances = new LinkedHashMap<>();
  private final Map<InstanceKey, OwnedResources> kernel = new HashMap<>();
  private final Set<String> unplugged = new HashSet<>();
  private final Set<String> refusing = new HashSet<>();
  private final Queue<Arrived> inbox = new ArrayDeque<>();
  private Optional<Listener> listener = Optional.empty();

  /// Observes what a router sends and owns.
  interface Witness {
    void sends(InstanceKey key, OutgoingPacket packet);

    void isRefused(InstanceKey key, OutgoingPacket packet);

    void takes(InstanceKey key);

    void announces(InstanceKey key, List<VirtualAddress> addresses);
  }

  VirtualNetwork(int node, VirtualLan lan, Set<IpAddress> own, Witness witness) {
    this.node = node;
    this.lan = lan;
    this.own = own;
    this.witness = witness;
  }

  void listen(Listener engine) {
    listener = Optional.of(engine);
  }

  boolean owns(IpAddress address) {
    return own.contains(address);
  }

  /// The resources of an instance in the kernel of this router.
  OwnedResources held(InstanceKey key) {
    return kernel.getOrDefault(key, OwnedResources.NONE);
  }

  Map<InstanceKey, VrrpInstance> instances() {
    return instances;
  }

  void unplug(String segment) {
    unplugged.add(segment);
  }

  void plug(String segment) {
    unplugged.remove(segment);
  }

  /// A firewall starts or stops to block outgoing packets on this segment.
  void refuse(String segment, boolean on) {
    if (on) {
      refusing.add(segment);
    } else {
      refusing.remove(segment);
    }
  }

  /// A packet reached the socket.
  void arrive(String segment, Envelope envelope) {
    if (!unplugged.contains(segment)) {
      inbox.add(new Arrived(segment, envelope));
    }
  }

  @Override
  public void configure(Config config, Map<InstanceKey, VrrpInstance> next) {
    instances.clear();
    instances.putAll(next);
  }

  @Override
  public Optional<String> send(InstanceKey key, OutgoingPacket packet) {
    String segment = key.interfaceName().orElseThrow();
    if (unplugged.contains(segment)) {
      return Optional.of("Network is down");
    }
    if (refusing.contains(segment)) {
      witness.isRefused(key, packet);
      return Optional.of("Operation not permitted");
    }
    witness.sends(key, packet);
    lan.send(node, segment, packet);
    return Optional.empty();
  }

  @Override
  public void announce(InstanceKey key, List<VirtualAddress> addresses, int repeat) {
    witness.announces(key, addresses);
  }

  @Override
  public void reconcile(InstanceKey key, OwnedResources wanted) {
    kernel.put(key, wanted);
    if (!wanted.equals(OwnedResources.NONE)) {
      witness.takes(key);
    }
  }

  @Override
  public void together(Runnable changes) {
    changes.run();
  }

  @Override
  public boolean speaksFrom(IpAddress source) {
    return own.contains(source);
  }

  @Override
  public void drain() {
    while (!inbox.isEmpty()) {
      var arrived = inbox.remove();
      listener.orElseThrow().received(Optional.of(arrived.segment()), arrived.envelope());
    }
  }
}
