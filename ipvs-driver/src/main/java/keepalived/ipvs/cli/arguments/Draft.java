package keepalived.ipvs.cli.arguments;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.core.config.Forwarding;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.cli.names.AddressText;

/// The options of a command line that were read so far; options not given have their defaults.
/// [CommandLine] fills it.
final class Draft {

  /// How packets reach a real server: `-g`, `-i`, `-m`.
  enum MethodOption {
    GATEWAYING,
    IPIP,
    MASQUERADING
  }

  /// The options given, each allowed once.
  private final Set<Option> given = EnumSet.noneOf(Option.class);

  Protocol protocol = Protocol.NONE;
  Optional<IpAddress> address = Optional.empty();
  int port;
  long mark;
  Family markFamily = Family.IPV4;

  String scheduler = "wlc";
  String flags = "";
  boolean onepacket;
  Optional<String> engine = Optional.empty();
  Optional<Duration> persistence = Optional.empty();
  int mask4 = -1;
  int mask6 = 128;

  Optional<AddressText.HostPort> server = Optional.empty();

  MethodOption method = MethodOption.GATEWAYING;

  int weight = 1;
  long upper;
  long lower;
  Forwarding.Type tunnel = Forwarding.Type.IPIP;
  int tunnelPort;

  String mcastInterface = "eth0";
  int syncId;
  OptionalInt maxLength = OptionalInt.empty();
  Optional<IpAddress> group = Optional.empty();
  OptionalInt mcastPort = OptionalInt.empty();
  OptionalInt ttl = OptionalInt.empty();

  /// Records an option; throws [UsageError] when it was already given.
  void give(Option option) {
    if (!given.add(option)) {
      throw UsageError.wrong("multiple '" + option.label() + "' options specified");
    }
  }

  boolean has(Option option) {
    return given.contains(option);
  }

  Set<Option> given() {
    return given;
  }

  Family family() {
    return address.map(IpAddress::family).orElse(markFamily);
  }
}
