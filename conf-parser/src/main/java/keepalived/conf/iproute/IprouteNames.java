package keepalived.conf.iproute;

import java.util.Map;
import java.util.Optional;
import keepalived.conf.host.HostFacts;
import keepalived.conf.host.HostFacts.NameTable;
import keepalived.conf.text.Numbers;

/// The names that iproute2 has for numbers: the built-in names, then those in the machine's files.
final class IprouteNames {

  private static final Names TABLES =
      new Names(
          NameTable.ROUTING_TABLES,
          0xFFFF_FFFFL,
          Map.of("default", 253L, "main", 254L, "local", 255L, "unspec", 0L));
  private static final Names SCOPES =
      new Names(
          NameTable.SCOPES,
          255,
          Map.of(
              "global",
              0L,
              "universe",
              0L,
              "site",
              200L,
              "link",
              253L,
              "host",
              254L,
              "nowhere",
              255L));
  private static final Names PROTOCOLS =
      new Names(
          NameTable.PROTOCOLS,
          255,
          Map.of(
              "unspec",
              0L,
              "redirect",
              1L,
              "kernel",
              2L,
              "boot",
              3L,
              "static",
              4L,
              "ra",
              9L,
              "dhcp",
              16L,
              "keepalived",
              18L,
              "zebra",
              11L,
              "bird",
              12L));
  private static final Names DSFIELDS = new Names(NameTable.DSFIELD, 255, Map.of());
  private static final Names REALMS = new Names(NameTable.REALMS, 255, Map.of("cosmos", 0L));
  private static final Names GROUPS =
      new Names(NameTable.GROUPS, 0xFFFF_FFFFL, Map.of("default", 0L));

  /// The names of one kind of number.
  ///
  /// @param table the file of the machine that has more names
  /// @param max the largest number that is allowed
  /// @param builtIn the names that need no file
  private record Names(NameTable table, long max, Map<String, Long> builtIn) {

    Optional<Long> number(HostFacts host, String text) {
      return Optional.ofNullable(builtIn.get(text))
          .or(() -> Optional.ofNullable(host.names(table).get(text)))
          .or(() -> Numbers.anyBase(text).filter(n -> n >= 0 && n <= max));
    }
  }

  private IprouteNames() {}

  static Optional<Long> table(HostFacts host, String text) {
    return TABLES.number(host, text);
  }

  static Optional<Long> scope(HostFacts host, String text) {
    return SCOPES.number(host, text);
  }

  static Optional<Long> protocol(HostFacts host, String text) {
    return PROTOCOLS.number(host, text);
  }

  static Optional<Long> dsfield(HostFacts host, String text) {
    var hex =
        text.matches("[0-9a-fA-F]{1,2}")
            ? Optional.of(Long.parseLong(text, 16))
            : Optional.<Long>empty();
    return hex.or(() -> DSFIELDS.number(host, text));
  }

  static Optional<Long> realm(HostFacts host, String text) {
    return REALMS.number(host, text);
  }

  /// Reads `DESTINATION` or `SOURCE/DESTINATION` and packs both as rtnetlink does: the source in
  /// the upper 16 bits.
  static Optional<Long> realms(HostFacts host, String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return realm(host, text);
    }
    var source = realm(host, text.substring(0, slash));
    var destination = realm(host, text.substring(slash + 1));
    return source.isPresent() && destination.isPresent()
        ? Optional.of(source.get() << 16 | destination.get())
        : Optional.empty();
  }

  static Optional<Long> group(HostFacts host, String text) {
    return GROUPS.number(host, text);
  }
}
