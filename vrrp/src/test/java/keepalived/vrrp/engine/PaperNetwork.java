package keepalived.vrrp.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.IpAddress;
import keepalived.vrrp.advert.OutgoingPacket;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnedResources;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Envelope;
import keepalived.vrrp.port.VrrpNetwork;

/// A network that records the calls of the engine, and refuses to send where a test wants it to.
final class PaperNetwork implements VrrpNetwork {

  final List<String> done = new ArrayList<>();
  Optional<String> refusal = Optional.empty();

  /// Refuses only while the addresses are missing.
  boolean refusesUntilTheAddressesCome;

  /// Called with the VRID before each announcement.
  IntConsumer announcing = vrid -> {};

  /// Called before each packet leaves.
  Runnable sending = () -> {};

  /// Delivers the packets that wait in the sockets.
  Runnable inbox = () -> {};

  @Override
  public void configure(Config config, Map<InstanceKey, VrrpInstance> instances) {}

  @Override
  public Optional<String> send(InstanceKey instance, OutgoingPacket packet) {
    sending.run();
    if (refusesUntilTheAddressesCome && !done.contains("add " + instance.vrid())) {
      return Optional.of("Cannot assign requested address");
    }
    var advert = (Advertisement) Envelope.ofIpv4(packet.bytes()).content();
    if (refusal.isEmpty()) {
      done.add("send %d %d %s".formatted(advert.vrid(), advert.priority(), packet.source()));
    }
    return refusal;
  }

  long count(String prefix) {
    return done.stream().filter(line -> line.startsWith(prefix)).count();
  }

  @Override
  public void announce(InstanceKey instance, List<VirtualAddress> addresses, int repeat) {
    announcing.accept(instance.vrid());
    done.add("announce " + instance.vrid());
  }

  @Override
  public void reconcile(InstanceKey instance, OwnedResources wanted) {
    done.add((wanted.equals(OwnedResources.NONE) ? "remove " : "add ") + instance.vrid());
  }

  @Override
  public void together(Runnable changes) {
    changes.run();
  }

  @Override
  public boolean speaksFrom(IpAddress address) {
    return true;
  }

  @Override
  public void drain() {
    inbox.run();
  }
}
