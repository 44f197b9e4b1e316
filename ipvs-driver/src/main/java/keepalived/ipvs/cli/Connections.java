package keepalived.ipvs.cli;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.cli.names.AddressText;
import keepalived.ipvs.cli.names.NameLookup;

/// Prints the kernel's connection table (/proc/net/ip_vs_conn) as `ipvsadm -Lc` does. A line of
/// that file is
///
///     TCP 0A000005 C0DA 0A000005 0050 7F000002 1F90 ESTABLISHED     899
///
/// with addresses and ports in hexadecimal (IPv6 as eight groups), the seconds left, and for some
/// connections the name and data of a persistence engine.
final class Connections {

  private Connections() {}

  static String list(Iterable<String> lines, boolean engines, NameLookup names) {
    var out = new StringBuilder("IPVS connection entries\n");
    out.append("pro expire state       source             virtual            destination");
    out.append(engines ? "        pe name          pe_data\n" : "\n");
    for (var line : lines) {
      row(line.strip().split("\\s+", 11), engines, names).ifPresent(out::append);
    }
    return out.toString();
  }

  /// The output for a line; empty for the header of the table.
  private static Optional<String> row(String[] words, boolean engines, NameLookup names) {
    if (words.length < 9 || !words[8].matches("\\d{1,9}")) {
      return Optional.empty();
    }
    var source = endpoint(words[0], words[1], words[2], names);
    var virtual = endpoint(words[0], words[3], words[4], names);
    var destination = endpoint(words[0], words[5], words[6], names);
    int seconds = Integer.parseInt(words[8]);
    var engine =
        engines && words.length == 11
            ? String.format(Locale.ROOT, "%-16s %-18s %s", destination, words[9], words[10])
            : destination;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%-3s %02d:%02d  %-11s %-18s %-18s %s\n",
            words[0],
            seconds / 60,
            seconds % 60,
            words[7],
            source,
            virtual,
            engine));
  }

  private static String endpoint(String protocol, String address, String port, NameLookup names) {
    var endpoint = new Endpoint(address(address), Integer.parseInt(port, 16));
    return names == NameLookup.NONE
        ? AddressText.numeric(endpoint)
        : AddressText.named(endpoint, protocol(protocol), names);
  }

  private static IpAddress address(String hex) {
    return hex.indexOf(':') >= 0
        ? IpAddress.parse(hex).orElseThrow(() -> new IllegalArgumentException(hex))
        : IpAddress.of(HexFormat.of().parseHex(hex));
  }

  private static Protocol protocol(String word) {
    return Arrays.stream(Protocol.values())
        .filter(p -> p.name().equals(word))
        .findFirst()
        .orElse(Protocol.NONE);
  }
}
