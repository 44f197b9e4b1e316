package keepalived.conf.iproute;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// Reads `ADDRESS[/LENGTH]` and the words that mean all addresses: `default`, `any`, `all`,
/// `default6`.
public final class Prefixes {

  private Prefixes() {}

  /// Reads the prefix of an address that a host can have. Reports a word that means all addresses.
  static Optional<IpPrefix> readHost(Args args, Word word) {
    return switch (word.text()) {
      case "default", "default6", "any", "all" -> {
        args.add(
            new Diagnostic(
                    Code.ADDRESS_INVALID,
                    args.place(word),
                    "'" + word + "' stands for all addresses; one is needed here")
                .because("the entry is skipped")
                .original("VRRP parsed invalid IP " + word + ". skipping IP..."));
        yield Optional.empty();
      }
      default -> read(args, word);
    };
  }

  /// Reads an address with an optional prefix length. A bad length is reported, and the length of
  /// the whole address is used. Reports a word that is no address and returns empty.
  public static Optional<IpPrefix> read(Args args, Word word) {
    String text = word.text();
    switch (text) {
      case "default", "any", "all" -> {
        return IpPrefix.parse("0.0.0.0/0");
      }
      case "default6" -> {
        return IpPrefix.parse("::/0");
      }
      default -> {}
    }
    int slash = text.indexOf('/');
    var address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.ADDRESS_INVALID, args.place(word), "'" + text + "' is not an IP address")
              .because("the entry is skipped")
              .original("VRRP parsed invalid IP " + text + ". skipping IP..."));
      return Optional.empty();
    }
    if (slash < 0) {
      return address.map(IpAddress::asPrefix);
    }
    int bits = address.get().family().bits();
    var length = Numbers.whole(text.substring(slash + 1)).filter(n -> n >= 0 && n <= bits);
    if (length.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.ADDRESS_INVALID,
                  args.place(word),
                  "the prefix length of '" + text + "' is not between 0 and " + bits)
              .because("/" + bits + " is used")
              .original(
                  "Invalid address prefix len "
                      + text.substring(slash + 1)
                      + " for address "
                      + text
                      + " - using "
                      + bits));
    }
    return Optional.of(new IpPrefix(address.get(), length.map(Long::intValue).orElse(bits)));
  }
}
