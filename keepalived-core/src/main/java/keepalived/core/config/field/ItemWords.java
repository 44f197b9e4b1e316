package keepalived.core.config.field;

import java.util.ArrayList;
import java.util.List;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;

/// Addresses as the file writes them, and words that routes and rules share.
final class ItemWords {

  private static final int GLOBAL = 0;
  private static final int LINK = 253;

  private ItemWords() {}

  /// `172.16.100.1/16 dev eth0 label eth0:0`.
  static String address(VirtualAddress address) {
    var words = new ArrayList<String>();
    words.add(prefix(address.prefix()));
    address.peer().ifPresent(peer -> words.add("peer " + prefix(peer)));
    address.broadcast().ifPresent(broadcast -> words.add("brd " + broadcast));
    address.interfaceName().ifPresent(dev -> words.add("dev " + dev));
    int usual = address.prefix().address().isLinkLocal() ? LINK : GLOBAL;
    if (address.scope() != usual) {
      words.add("scope " + scope(address.scope()));
    }
    address.label().ifPresent(label -> words.add("label " + label));
    if (address.preferredLifetime().isPresent()) {
      words.add("preferred_lft " + address.preferredLifetime().getAsLong());
    }
    for (var flag : VirtualAddress.Flag.values()) {
      if (address.flags().contains(flag)) {
        words.add(flag(flag));
      }
    }
    followed(words, address.tracked(), address.trackGroup().stream().toList());
    if (address.virtualMac()) {
      words.add("use_vmac");
    }
    return String.join(" ", words);
  }

  private static String flag(VirtualAddress.Flag flag) {
    return switch (flag) {
      case HOME -> "home";
      case DETECT_DUPLICATES -> "-nodad";
      case MANAGE_TEMPORARY -> "mngtmpaddr";
      case NO_PREFIX_ROUTE -> "noprefixroute";
      case AUTO_JOIN -> "autojoin";
    };
  }

  /// The prefix; without its length if it is a single address.
  static String prefix(IpPrefix prefix) {
    return prefix.length() == prefix.family().bits()
        ? prefix.address().toString()
        : prefix.toString();
  }

  /// The prefix, or `default` for that of all addresses.
  static String destination(IpPrefix prefix) {
    return prefix.length() == 0 && prefix.network().equals(prefix)
        ? (prefix.family() == Family.IPV4 ? "default" : "default6")
        : prefix(prefix);
  }

  static String scope(int number) {
    return switch (number) {
      case GLOBAL -> "global";
      case 200 -> "site";
      case LINK -> "link";
      case 254 -> "host";
      case 255 -> "nowhere";
      default -> Integer.toString(number);
    };
  }

  static String table(long number) {
    return switch ((int) number) {
      case 253 -> "default";
      case 254 -> "main";
      case 255 -> "local";
      default -> Long.toString(number);
    };
  }

  static String realms(long realms) {
    long source = realms >>> 16;
    return "realms " + (source == 0 ? "" : source + "/") + (realms & 0xFFFF);
  }

  static void followed(List<String> words, boolean tracked, List<String> groups) {
    if (!tracked) {
      words.add("no_track");
    }
    groups.forEach(group -> words.add("track_group " + group));
  }
}
