package keepalived.core.config.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.VirtualMac;

/// The fields of `use_vmac` and `use_ipvlan`.
final class VirtualMacFields {

  static final List<Field<VrrpInstance>> ALL =
      List.of(
          Field.of("use_vmac", i -> link(i, VirtualMac.Kind.MACVLAN)),
          Field.of("use_ipvlan", i -> link(i, VirtualMac.Kind.IPVLAN)),
          Field.of(
              "vmac_xmit_base", i -> i.virtualMac().map(VirtualMac::transmitOnBase).orElse(false)),
          Field.of(
              "use_vmac_addr", i -> i.virtualMac().map(VirtualMac::addressesToo).orElse(false)),
          Field.of("vmac_prefix", VirtualMac::prefix).inOptional(VrrpInstance::virtualMac),
          Field.of("vmac_addr_prefix", VirtualMac::addressPrefix)
              .inOptional(VrrpInstance::virtualMac));

  private VirtualMacFields() {}

  private static Optional<String> link(VrrpInstance instance, VirtualMac.Kind kind) {
    return instance.virtualMac().filter(mac -> mac.kind() == kind).map(VirtualMacFields::words);
  }

  /// The words after the keyword.
  private static String words(VirtualMac mac) {
    var words = new ArrayList<String>();
    mac.name().ifPresent(words::add);
    mac.mac().ifPresent(address -> words.add(address.toString()));
    mac.ipvlanAddress().ifPresent(address -> words.add(address.toString()));
    if (mac.ipvlanMode() != VirtualMac.IpvlanMode.BRIDGE) {
      words.add(Words.text(mac.ipvlanMode()));
    }
    mac.group().ifPresent(group -> words.add("group " + group));
    if (mac.netlinkNotify()) {
      words.add("netlink_notify_msg");
    }
    return words.isEmpty() ? "on" : String.join(" ", words);
  }
}
