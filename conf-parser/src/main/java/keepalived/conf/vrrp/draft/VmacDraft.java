package keepalived.conf.vrrp.draft;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.iproute.Prefixes;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.tree.Word;
import keepalived.core.config.VrrpInstance.VirtualMac;
import keepalived.core.config.VrrpInstance.VirtualMac.IpvlanMode;
import keepalived.core.config.VrrpInstance.VirtualMac.Kind;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.MacAddress;

/// The settings of `use_vmac`, `use_ipvlan` and related keywords during reading.
public final class VmacDraft {

  private static final int NAME_MAX = 15;

  public Optional<Kind> kind = Optional.empty();
  public Optional<Place> place = Optional.empty();
  public Optional<String> name = Optional.empty();
  Optional<MacAddress> mac = Optional.empty();

  /// The first five octets of the MAC address; the VRID is the sixth.
  Optional<String> macPrefix = Optional.empty();

  public Optional<Place> transmitOnBase = Optional.empty();
  boolean addressesToo;
  OptionalInt group = OptionalInt.empty();
  boolean netlinkNotify;
  public Optional<IpPrefix> ipvlanAddress = Optional.empty();
  IpvlanMode mode = IpvlanMode.BRIDGE;

  void macvlan(Args args) {
    if (!start(args, Kind.MACVLAN)) {
      return;
    }
    while (args.hasNext()) {
      Word word = args.word().orElseThrow();
      switch (word.text()) {
        case "name" -> args.word(Missing.COMPLAINT).ifPresent(w -> name(args, w));
        case "group" -> group(args);
        case "netlink_notify_msg" -> netlinkNotify = true;
        default -> {
          if (word.text().indexOf(':') > 0) {
            mac(args, word);
          } else {
            name(args, word);
          }
        }
      }
    }
  }

  void ipvlan(Args args) {
    if (!start(args, Kind.IPVLAN)) {
      return;
    }
    while (args.hasNext()) {
      Word word = args.word().orElseThrow();
      switch (word.text()) {
        case "name" -> args.word(Missing.COMPLAINT).ifPresent(w -> name(args, w));
        case "group" -> group(args);
        case "bridge" -> mode = IpvlanMode.BRIDGE;
        case "private" -> mode = IpvlanMode.PRIVATE;
        case "vepa" -> mode = IpvlanMode.VEPA;
        default -> {
          if (IpAddress.parse(word.text().split("/", 2)[0]).isPresent()) {
            ipvlanAddress = Prefixes.read(args, word);
          } else {
            name(args, word);
          }
        }
      }
    }
  }

  private boolean start(Args args, Kind wanted) {
    if (kind.isPresent() && (kind.get() != wanted || wanted == Kind.IPVLAN)) {
      args.rest();
      args.report(Code.ALREADY_SET, "this instance has a VMAC or ipvlan already");
      return false;
    }
    kind = Optional.of(wanted);
    place = Optional.of(args.place());
    return true;
  }

  private void group(Args args) {
    args.word(Missing.COMPLAINT)
        .flatMap(w -> args.integer(w, 0, Integer.MAX_VALUE))
        .ifPresent(n -> group = OptionalInt.of(n.intValue()));
  }

  private void mac(Args args, Word word) {
    var parsed = MacAddress.parse(word.text());
    boolean five = word.text().matches("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){4}");
    if (parsed.isEmpty() && !five) {
      args.report(Code.ADDRESS_INVALID, word, "'" + word + "' is not a MAC address");
      return;
    }
    String octets = word.text().toLowerCase(Locale.ROOT);
    boolean multicast = Integer.parseInt(octets.substring(0, octets.indexOf(':')), 16) % 2 == 1;
    if (multicast || octets.startsWith("00:00:5e:00:01") || octets.startsWith("00:00:5e:00:02")) {
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  args.place(word),
                  "'" + word + "' cannot be the address of a VMAC; it is ignored")
              .because(
                  multicast
                      ? "it is a multicast address"
                      : "addresses of RFC 9568 follow from the VRID and are the default")
              .fix("leave it out, or write a locally administered one, as 02:00:00:00:00:01")
              .original(
                  multicast
                      ? "VMAC MAC address is multicast " + word + " - ignoring"
                      : "VMAC MAC address not allowed to be RFC5798 address ("
                          + word
                          + ") - ignoring"));
      return;
    }
    mac = parsed;
    if (five) {
      macPrefix = Optional.of(word.text());
    }
  }

  private void name(Args args, Word word) {
    String text = word.text();
    if (name.isPresent()) {
      args.report(
          Code.ALREADY_SET, word, "the interface name is already set; '" + text + "' is ignored");
    } else if (text.length() > NAME_MAX || text.matches(".*[/\\s].*")) {
      args.report(Code.WORD_INVALID, word, "'" + text + "' cannot be the name of an interface");
    } else if (args.host().hasForeignInterface(text)) {
      args.report(
          Code.CONFLICT,
          word,
          "'" + text + "' exists and is not one of ours; the name is not used");
    } else {
      name = Optional.of(text);
    }
  }

  /// The virtual link of the instance. Empty when the instance has none.
  public Optional<VirtualMac> build(InstanceDraft instance) {
    var globals = instance.vrrp.globals;
    int vrid = instance.vrid.orElse(0);
    var address =
        macPrefix.flatMap(p -> MacAddress.parse(p + ":" + Integer.toHexString(vrid))).or(() -> mac);
    return kind.map(
        k ->
            new VirtualMac(
                k,
                name,
                address,
                transmitOnBase.isPresent(),
                addressesToo,
                group,
                netlinkNotify,
                globals.vmacPrefix,
                globals.vmacAddressPrefix.orElse(globals.vmacPrefix),
                ipvlanAddress.map(
                    a -> a.length() > 0 ? a : new IpPrefix(a.address(), Family.IPV4.bits())),
                mode));
  }
}
