package keepalived.vrrp.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// Identifies an instance across reloads; the name is not part of it.
///
/// @param cast the unicast source, or the multicast group
/// @param ordinal distinguishes unicast instances that differ only in their peers
public record InstanceKey(
    int vrid,
    Family family,
    Optional<String> interfaceName,
    Optional<VrrpInstance.VirtualMac.Kind> virtualMac,
    boolean unicast,
    Optional<IpAddress> cast,
    int ordinal) {

  /// The instances of a configuration by key, in the order of the file.
  public static Map<InstanceKey, VrrpInstance> index(VrrpConfig config) {
    var index = new LinkedHashMap<InstanceKey, VrrpInstance>();
    for (var instance : config.instances().values()) {
      int ordinal = 0;
      while (index.putIfAbsent(of(instance, ordinal), instance) != null) {
        ordinal++;
      }
    }
    return index;
  }

  private static InstanceKey of(VrrpInstance instance, int ordinal) {
    var transport = instance.transport();
    boolean unicast = transport instanceof VrrpInstance.Transport.Unicast;
    Optional<IpAddress> cast =
        switch (transport) {
          case VrrpInstance.Transport.Unicast(var source, _, _, _, _) -> source;
          case VrrpInstance.Transport.Multicast(_, var group) -> Optional.of(group);
        };
    return new InstanceKey(
        instance.vrid(),
        instance.family(),
        instance.interfaceName(),
        instance.virtualMac().map(VrrpInstance.VirtualMac::kind),
        unicast,
        cast,
        ordinal);
  }
}
