package keepalived.conf.lvs;

import java.util.Optional;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.tree.Word;
import keepalived.core.config.Forwarding;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.Forwarding.Type;

/// Reads a forwarding method: `NAT`, `DR`, or `TUN [type ipip|gue port N|gre] [csum...]`.
final class ForwardingReader {

  private static final Set<String> TUNNEL_OPTIONS =
      Set.of("type", "port", "nocsum", "csum", "remcsum");

  private ForwardingReader() {}

  static Optional<Forwarding> read(Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return Optional.empty();
    }
    return switch (word.get().text()) {
      case "NAT" -> plain(args, new Forwarding.Masquerade());
      case "DR" -> plain(args, new Forwarding.DirectRoute());
      case "TUN" -> tunnel(args);
      case "FNAT", "FULLNAT" -> fullNat(args, word.get());
      default -> {
        args.add(unknown(args, word.get()));
        yield Optional.empty();
      }
    };
  }

  /// Options of a tunnel have no effect here; anything else is complained about.
  private static Optional<Forwarding> plain(Args args, Forwarding method) {
    args.peek()
        .filter(w -> !TUNNEL_OPTIONS.contains(w.text()))
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
            .because("the original keepalived refuses this line and uses NAT"));
    return Optional.of(new Forwarding.FullNat());
  }

  private static Diagnostic unknown(Args args, Word word) {
    String upper = word.text().toUpperCase(java.util.Locale.ROOT);
    var diagnostic =
        new Diagnostic(
                Code.WORD_INVALID,
                args.place(word),
                "'" + word + "' is not a forwarding method of keepalived")
            .original("PARSER : unknown [" + word + "] routing method for virtual server.");
    boolean cased = upper.equals("NAT") || upper.equals("DR") || upper.equals("TUN");
    return diagnostic.fix(cased ? "write '" + upper + "'" : "write NAT, DR or TUN");
  }

  private static Optional<Forwarding> tunnel(Args args) {
    Type type = Type.IPIP;
    int port = 0;
    TunnelChecksum checksum = TunnelChecksum.NONE;
    while (args.hasNext()) {
      Word option = args.word().orElseThrow();
      switch (option.text()) {
        case "type" -> {
          var name = args.word(Missing.COMPLAINT);
          switch (name.map(Word::text).orElse("")) {
            case "ipip" -> type = Type.IPIP;
            case "gre" -> type = Type.GRE;
            case "gue" -> type = Type.GUE;
            default -> {
              name.ifPresent(
                  n -> args.report(Code.WORD_INVALID, n, "'" + n + "' is not ipip, gue or gre"));
              return Optional.empty();
            }
          }
        }
        case "port" ->
            port =
                args.word(Missing.COMPLAINT)
                    .flatMap(w -> args.integer(w, 1, 65535))
                    .map(Long::intValue)
                    .orElse(0);
        case "nocsum" -> checksum = TunnelChecksum.NONE;
        case "csum" -> checksum = TunnelChecksum.CSUM;
        case "remcsum" -> checksum = TunnelChecksum.REMCSUM;
        default -> {
          args.report(Code.WORD_INVALID, option, "'" + option + "' is not an option of TUN");
          return Optional.empty();
        }
      }
    }
    return complete(args, type, port, checksum);
  }

  private static Optional<Forwarding> complete(
      Args args, Type type, int port, TunnelChecksum checksum) {
    if (type == Type.GUE && port == 0) {
      args.report(Code.VALUE_EXPECTED, "a gue tunnel needs a port");
      return Optional.empty();
    }
    if (type != Type.GUE && port != 0) {
      args.report(Code.CONFLICT, "only gue tunnels have a port");
      return Optional.empty();
    }
    boolean impossible =
        type == Type.IPIP && checksum != TunnelChecksum.NONE
            || type == Type.GRE && checksum == TunnelChecksum.REMCSUM;
    if (impossible) {
      String name = type.name().toLowerCase(java.util.Locale.ROOT);
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  args.place(),
                  name + " tunnels have no " + checksum.name().toLowerCase(java.util.Locale.ROOT))
              .because("the forwarding method is not set by this line")
              .fix("leave the checksum out, or use type gue")
              .original(name + " tunnels do not support checksum option."));
      return Optional.empty();
    }
    return Optional.of(new Forwarding.Tunnel(type, port, checksum));
  }
}
