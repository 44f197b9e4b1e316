package keepalived.conf.lvs.value;

import java.util.Locale;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.tree.Word;
import keepalived.core.config.Forwarding;

/// Reads a forwarding method: `NAT`, `DR`, `FNAT` or `TUN`.
public final class ForwardingReader {

  private ForwardingReader() {}

  /// Takes a forwarding method and its options. Reports a bad word; an unknown method gives empty.
  public static Optional<Forwarding> read(Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return Optional.empty();
    }
    return switch (word.get().text()) {
      case "NAT" -> plain(args, new Forwarding.Masquerade());
      case "DR" -> plain(args, new Forwarding.DirectRoute());
      case "TUN" -> TunnelReader.read(args);
      case "FNAT", "FULLNAT" -> fullNat(args, word.get());
      default -> {
        args.add(unknown(args, word.get()));
        yield Optional.empty();
      }
    };
  }

  /// Reads a method without options. It ignores the options of a tunnel and reports other words.
  private static Optional<Forwarding> plain(Args args, Forwarding method) {
    args.peek()
        .filter(w -> !TunnelReader.OPTIONS.names().contains(w.text()))
        .ifPresent(
            w -> {
              args.rest();
              args.add(
                  new Diagnostic(Code.WORD_INVALID, args.place(w), "'" + w + "' is not an option")
                      .fix("remove it")
                      .original("Invalid tunnel option " + w + " for virtual server."));
            });
    return Optional.of(method);
  }

  private static Optional<Forwarding> fullNat(Args args, Word word) {
    args.add(
        new Diagnostic(
                Code.OWN_KEYWORD,
                args.place(word),
                "'" + word + "' is full NAT, which only this program knows")
            .because("keepalived 2.2.7 refuses this line and uses NAT"));
    return Optional.of(new Forwarding.FullNat());
  }

  private static Diagnostic unknown(Args args, Word word) {
    String upper = word.text().toUpperCase(Locale.ROOT);
    var diagnostic =
        new Diagnostic(
                Code.WORD_INVALID,
                args.place(word),
                "'" + word + "' is not a forwarding method of keepalived")
            .original("PARSER : unknown [" + word + "] routing method for virtual server.");
    boolean cased = upper.equals("NAT") || upper.equals("DR") || upper.equals("TUN");
    return diagnostic.fix(cased ? "write '" + upper + "'" : "write NAT, DR or TUN");
  }
}
