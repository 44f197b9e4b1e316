package keepalived.healthcheck.genhash;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Check.HttpVersion;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;

/// The command line of genhash.
///
/// @param sni whether the virtual host is sent as TLS server name
/// @param mark packet mark; 0 means none
/// @param timeoutSeconds for connecting and for each pause afterwards
record Options(
    Endpoint server,
    String url,
    Optional<String> virtualHost,
    HttpVersion version,
    boolean tls,
    boolean sni,
    boolean verbose,
    long mark,
    int timeoutSeconds) {

  sealed interface Parsed permits Ready, Help {}

  record Ready(Options options) implements Parsed {}

  /// The usage is to be printed.
  ///
  /// @param complaint printed before the usage; may be empty
  record Help(String complaint) implements Parsed {}

  private static final int TIMEOUT = 5;

  private static final Map<String, Character> LONG =
      Map.ofEntries(
          Map.entry("use-ssl", 'S'),
          Map.entry("use-sni", 'I'),
          Map.entry("server", 's'),
          Map.entry("port", 'p'),
          Map.entry("url", 'u'),
          Map.entry("use-virtualhost", 'V'),
          Map.entry("verbose", 'v'),
          Map.entry("help", 'h'),
          Map.entry("fwmark", 'm'),
          Map.entry("protocol", 'P'),
          Map.entry("timeout", 't'));

  private static final String WITH_VALUE = "spuVmPt";

  static Parsed parse(List<String> arguments) {
    var values = new EnumMap<Option, String>(Option.class);
    for (int i = 0; i < arguments.size(); i++) {
      var word = arguments.get(i);
      if (!word.startsWith("-") || word.equals("-")) {
        return new Help("");
      }
      var given = word.startsWith("--") ? longOption(word.substring(2)) : shortOption(word);
      if (given.isEmpty()) {
        return new Help("");
      }
      char letter = given.get().letter();
      if (WITH_VALUE.indexOf(letter) >= 0 && given.get().value().isEmpty()) {
        if (++i == arguments.size()) {
          return new Help("");
        }
        values.put(Option.of(letter), arguments.get(i));
      } else {
        values.put(Option.of(letter), given.get().value().orElse(""));
      }
    }
    return complete(values);
  }

  private record Given(char letter, Optional<String> value) {}

  private static Optional<Given> shortOption(String word) {
    char letter = word.charAt(1);
    if (!LONG.containsValue(letter)) {
      return Optional.empty();
    }
    var rest = word.substring(2);
    boolean taken = WITH_VALUE.indexOf(letter) >= 0;
    if (!rest.isEmpty() && !taken) {
      return Optional.empty();
    }
    return Optional.of(new Given(letter, rest.isEmpty() ? Optional.empty() : Optional.of(rest)));
  }

  private static Optional<Given> longOption(String word) {
    int equals = word.indexOf('=');
    var name = equals < 0 ? word : word.substring(0, equals);
    Optional<String> value =
        equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
    var matches = LONG.keySet().stream().filter(k -> k.startsWith(name)).toList();
    if (LONG.containsKey(name)) {
      return Optional.of(new Given(LONG.get(name), value));
    }
    return matches.size() == 1
        ? Optional.of(new Given(LONG.get(matches.getFirst()), value))
        : Optional.empty();
  }

  private enum Option {
    TLS('S'),
    SNI('I'),
    SERVER('s'),
    PORT('p'),
    URL('u'),
    VIRTUAL_HOST('V'),
    VERBOSE('v'),
    HELP('h'),
    MARK('m'),
    PROTOCOL('P'),
    TIMEOUT_SECONDS('t');

    private final char letter;

    Option(char letter) {
      this.letter = letter;
    }

    static Option of(char letter) {
      for (var option : values()) {
        if (option.letter == letter) {
          return option;
        }
      }
      throw new IllegalArgumentException("-" + letter);
    }
  }

  private static Parsed complete(Map<Option, String> values) {
    var address = IpAddress.parse(values.getOrDefault(Option.SERVER, ""));
    if (values.containsKey(Option.SERVER) && address.isEmpty()) {
      return new Help("server should be an IP, not " + values.get(Option.SERVER));
    }
    var version = version(values.getOrDefault(Option.PROTOCOL, "1.0"));
    if (version.isEmpty()) {
      return new Help("invalid HTTP protocol version '" + values.get(Option.PROTOCOL) + "'");
    }
    var port = number(values.getOrDefault(Option.PORT, "0"), 1, 65535);
    if (values.containsKey(Option.PORT) && port.isEmpty()) {
      return new Help("invalid port number '" + values.get(Option.PORT) + "'");
    }
    var mark = number(values.getOrDefault(Option.MARK, "0"), 0, 0xFFFF_FFFFL);
    if (mark.isEmpty()) {
      return new Help("invalid fwmark '" + values.get(Option.MARK) + "'");
    }
    var timeout = number(values.getOrDefault(Option.TIMEOUT_SECONDS, "" + TIMEOUT), 1, 86400);
    if (timeout.isEmpty()) {
      return new Help("invalid timeout '" + values.get(Option.TIMEOUT_SECONDS) + "'");
    }
    boolean enough = address.isPresent() && port.isPresent() && values.containsKey(Option.URL);
    if (!enough || values.containsKey(Option.HELP)) {
      return new Help("");
    }
    return new Ready(
        new Options(
            new Endpoint(address.get(), port.get().intValue()),
            values.get(Option.URL),
            Optional.ofNullable(values.get(Option.VIRTUAL_HOST)),
            version.get(),
            values.containsKey(Option.TLS),
            values.containsKey(Option.SNI),
            values.containsKey(Option.VERBOSE),
            mark.get(),
            timeout.get().intValue()));
  }

  private static Optional<HttpVersion> version(String text) {
    return switch (text) {
      case "1.0" -> Optional.of(HttpVersion.HTTP_1_0);
      case "1.0c", "1.0C" -> Optional.of(HttpVersion.HTTP_1_0_CLOSE);
      case "1.1" -> Optional.of(HttpVersion.HTTP_1_1);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> number(String text, long min, long max) {
    try {
      long value = Long.decode(text);
      return value < min || value > max ? Optional.empty() : Optional.of(value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static final String USAGE =
      """
      Usage: genhash COMMAND [OPTIONS]
      Commands:
         -s server-address -p port -u url
         -S -s server-address -p port -u url
         -h

      Options:
      Either long or short options are allowed.
         --use-ssl         -S       Use SSL connection to remote server.
         --use-sni         -I       Use SNI during SSL handshake (uses virtualhost setting; see -V).
         --server          -s       Use the specified remote server address.
         --port            -p       Use the specified remote server port.
         --url             -u       Use the specified remote server url.
         --use-virtualhost -V       Use the specified virtualhost in GET query.
         --verbose         -v       Use verbose mode output.
         --help            -h       Display this short inlined help screen.
         --fwmark          -m       Use the specified FW mark.
         --protocol        -P       Use the specified HTTP protocol - '1.0', 1.0c', '1.1'.
                                      1.0c means 1.0 with 'Connection: close'
         --timeout         -t       Timeout in seconds
      """;
}
