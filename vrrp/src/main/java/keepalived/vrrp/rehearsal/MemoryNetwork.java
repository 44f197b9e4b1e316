package keepalived.vrrp.rehearsal;

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
import keepalived.vrrp.port.VrrpNetwork;

/// A network on which every packet leaves and nothing arrives.
final class MemoryNetwork implements VrrpNetwork {

  private long sent;

  long sent() {
    return sent;
  }

  @Override
  public void configure(Config config, Map<InstanceKey, VrrpInstance> instances) {}

  @Override
  public Optional<String> send(InstanceKey instance, OutgoingPacket packet) {
    sent++;
    return Optional.empty();
  }

  @Override
  public void announce(InstanceKey instance, List<VirtualAddress> addresses, int repeat) {}

  @Override
  public void reconcile(InstanceKey instance, OwnedResources wanted) {}

  @Override
  public void together(Runnable changes) {
    changes.run();
  }

  @Override
  public boolean speaksFrom(IpAddress source) {
    return true;
  }

  @Override
  public void drain() {}
}
