package keepalived.daemon.host;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.table.ServiceKey;

/// The format of [ServiceClaims]. A file without the line `end` and its count is incomplete.
///
///     keepalived services 1
///     boot 3f0b1c9e-5f0e-4a5e-9a0e-0d1f2a3b4c5d
///     namespace net:[4026531840]
///     tcp 10.0.0.1 80
///     mark 7 ipv4
///     end 2
final class ClaimsText {

  private static final String HEAD = "keepalived services 1";
  private static final int BEFORE = 3;

  private ClaimsText() {}

  /// Identifies an IPVS table: a boot of the machine, and a network namespace.
  record Place(String boot, String namespace) {}

  sealed interface Content {}

  record Known(Set<ServiceKey> services) implements Content {
    Known {
      services = Set.copyOf(services);
    }
  }

  /// The file is of another boot or namespace.
  record Elsewhere() implements Content {}

  record Corrupt(String why) implements Content {}

  static String of(Place place, Set<ServiceKey> services) {
    var lines = new TreeSet<String>();
    services.forEach(key -> lines.add(line(key)));
    var text = new StringBuilder(HEAD + "\n");
    text.append("boot ").append(place.boot()).append('\n');
    text.append("namespace ").append(place.namespace()).append('\n');
    lines.forEach(line -> text.append(line).append('\n'));
    return text.append("end ").append(lines.size()).append('\n').toString();
  }

  private static String line(ServiceKey key) {
    return switch (key) {
      case ServiceKey.ByAddress(var protocol, var endpoint) ->
          protocol.word() + " " + endpoint.address() + " " + endpoint.port();
      case ServiceKey.ByMark(long mark, var family) ->
          "mark " + mark + " " + family.name().toLowerCase(Locale.ROOT);
    };
  }

  static Content read(List<String> lines, Place here) {
    int services = lines.size() - BEFORE - 1;
    if (services < 0 || !lines.getFirst().equals(HEAD)) {
      return new Corrupt("not a list of services");
    }
    if (!lines.getLast().equals("end " + services)) {
      return new Corrupt("cut off");
    }
    if (!lines.get(1).equals("boot " + here.boot())
        || !lines.get(2).equals("namespace " + here.namespace())) {
      return new Elsewhere();
    }
    var keys = new HashSet<ServiceKey>();
    for (var line : lines.subList(BEFORE, BEFORE + services)) {
      try {
        keys.add(key(line.split(" ")));
      } catch (IllegalArgumentException e) {
        return new Corrupt("'" + line + "' is not a service");
      }
    }
    return new Known(keys);
  }

  private static ServiceKey key(String[] words) {
    if (words.length != 3) {
      throw new IllegalArgumentException("not three words");
    }
    if (words[0].equals("mark")) {
      return new ServiceKey.ByMark(
          Long.parseLong(words[1]), Family.valueOf(words[2].toUpperCase(Locale.ROOT)));
    }
    var endpoint = new Endpoint(address(words[1]), Integer.parseInt(words[2]));
    for (var protocol : Protocol.values()) {
      if (protocol.word().equals(words[0])) {
        return new ServiceKey.ByAddress(protocol, endpoint);
      }
    }
    throw new IllegalArgumentException("unknown protocol");
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
  }
}
