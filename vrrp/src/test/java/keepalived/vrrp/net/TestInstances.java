package keepalived.vrrp.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.vrrp.sim.InstanceFixture;

/// Instances from short texts such as `name=VI_1 dev=eth0 vrid=51 prio=101 v3 pass=secret
/// vip=10.0.0.100/24`.
public final class TestInstances {

  private TestInstances() {}

  public static VrrpInstance parse(String text) {
    boolean virtualMac = false;
    var sketch = InstanceFixture.of("VI_1", 51, 100);
    var addresses = new ArrayList<VirtualAddress>();
    Optional<IpAddress> source = Optional.empty();
    var peers = new ArrayList<Transport.Peer>();
    for (var word : text.split(" +")) {
      var value = word.substring(word.indexOf('=') + 1);
      switch (word.replaceAll("=.*", "")) {
        case "name" -> sketch = sketch.named(value);
        case "dev" -> sketch = sketch.on(value);
        case "vrid" ->
            sketch =
                InstanceFixture.of(sketch.name(), Integer.parseInt(value), 100)
                    .on(sketch.interfaceName());
        case "prio" -> sketch = sketch.priority(Integer.parseInt(value));
        case "v3" -> sketch = sketch.version3();
        case "v6" -> sketch = sketch.ipv6();
        case "vmac" -> virtualMac = true;
        case "ms" -> sketch = sketch.interval(Duration.ofMillis(Long.parseLong(value)));
        case "nopreempt" -> sketch = sketch.preempt(false, Duration.ZERO);
        case "master" -> sketch = sketch.wantsMaster(true);
        case "pass" -> sketch = sketch.authentication(new Authentication.Password(value));
        case "ah" -> sketch = sketch.authentication(new Authentication.AuthHeader(value));
        case "src" -> source = IpAddress.parse(value);
        case "peer" -> peers.add(new Transport.Peer(IpAddress.parse(value).orElseThrow(), 0, 255));
        case "vip" -> addresses.add(labelled(value));
        default -> throw new IllegalArgumentException(word);
      }
    }
    if (!addresses.isEmpty()) {
      sketch = sketch.addresses(addresses);
    }
    if (!peers.isEmpty()) {
      sketch =
          sketch.transport(new Transport.Unicast(source, List.copyOf(peers), 255, false, false));
    }
    return virtualMac ? onVirtualMac(sketch.instance()) : sketch.instance();
  }

  private static VrrpInstance onVirtualMac(VrrpInstance plain) {
    var virtualMac =
        new VrrpInstance.VirtualMac(
            VrrpInstance.VirtualMac.Kind.MACVLAN,
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            java.util.OptionalInt.empty(),
            false,
            "vrrp",
            "vrrp",
            Optional.empty(),
            VrrpInstance.VirtualMac.IpvlanMode.PRIVATE);
    return new VrrpInstance(
        plain.name(),
        plain.vrid(),
        plain.version(),
        plain.family(),
        plain.interfaceName(),
        plain.election(),
        plain.transport(),
        plain.authentication(),
        plain.advertOptions(),
        plain.announcements(),
        plain.addresses(),
        plain.excluded(),
        plain.routes(),
        plain.rules(),
        plain.tracking(),
        Optional.of(virtualMac),
        plain.kernel(),
        plain.notices());
  }

  /// `10.0.0.100/24,eth0:0` has a label.
  private static VirtualAddress labelled(String text) {
    var parts = text.split(",");
    var plain = InstanceFixture.virtual(IpPrefix.of(parts[0]));
    return parts.length == 1
        ? plain
        : new VirtualAddress(
            plain.prefix(),
            plain.interfaceName(),
            plain.scope(),
            plain.broadcast(),
            Optional.of(parts[1]),
            plain.peer(),
            plain.flags(),
            plain.preferredLifetime(),
            plain.tracked(),
            plain.virtualMac(),
            plain.trackGroup());
  }
}
