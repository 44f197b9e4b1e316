package keepalived.conf.lvs.value;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.net.Endpoint;

/// Reads `ADDRESS [PORT]`.
public final class EndpointReader {

  /// @param portGiven whether the line has a port
  public record Result(Endpoint endpoint, boolean portGiven) {}

  private EndpointReader() {}

  /// Reads the address `word` and the port after it; a missing port is 0. Reports a bad address or
  /// port, and returns empty.
  public static Optional<Result> read(Args args, Word word, String what) {
    var address = args.cutAddress(word);
    Optional<Word> portWord = args.word();
    var port = portWord.flatMap(w -> Numbers.whole(w.text())).filter(n -> n >= 0 && n <= 65535);
    if (address.isEmpty()) {
      args.add(invalid(args, word, what, portWord.map(Word::text).orElse("(null)")));
      return Optional.empty();
    }
    if (portWord.isPresent() && port.isEmpty()) {
      args.add(badPort(args, word, what, portWord.get()));
      return Optional.empty();
    }
    return Optional.of(
        new Result(
            new Endpoint(address.get(), port.map(Long::intValue).orElse(0)), portWord.isPresent()));
  }

  private static Diagnostic badPort(Args args, Word word, String what, Word port) {
    return new Diagnostic(
            Code.NUMBER_INVALID,
            args.place(port),
            "'" + port + "' is not a port of a " + what + "; the block is skipped")
        .fix("write a number, 0 to 65535")
        .original("Invalid " + what + " ip address/port " + word + "/" + port + " - skipping");
  }

  private static Diagnostic invalid(Args args, Word word, String what, String port) {
    var diagnostic =
        new Diagnostic(
                Code.ADDRESS_INVALID,
                args.place(word),
                "'" + word + "' is not the address of a " + what + "; the block is skipped")
            .original("Invalid " + what + " ip address/port " + word + "/" + port + " - skipping");
    return word.text().matches("[0-9.]+:[0-9]+")
        ? diagnostic.fix("separate address and port by a blank: " + word.text().replace(':', ' '))
        : diagnostic;
  }
}
