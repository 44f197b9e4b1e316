package keepalived.conf.lvs.value;

import java.util.Locale;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.iproute.Entry;
import keepalived.conf.iproute.Options;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.tree.Word;
import keepalived.core.config.Forwarding;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.Forwarding.Type;

/// Reads the words after `TUN`: `[type ipip|gue port N|gre] [nocsum|csum|remcsum]`.
final class TunnelReader extends Entry {

  static final Options<TunnelReader> OPTIONS =
      new Options<TunnelReader>()
          .word("type", TunnelReader::type)
          .words("port", TunnelReader::port)
          .flag("nocsum", t -> t.checksum = TunnelChecksum.NONE)
          .flag("csum", t -> t.checksum = TunnelChecksum.CSUM)
          .flag("remcsum", t -> t.checksum = TunnelChecksum.REMCSUM);

  private Type type = Type.IPIP;
  private int port;
  private TunnelChecksum checksum = TunnelChecksum.NONE;

  private TunnelReader(Args args) {
    super(args, Rule.STRICT);
  }

  static Optional<Forwarding> read(Args args) {
    var tunnel = new TunnelReader(args);
    OPTIONS.readAll(tunnel);
    return tunnel.usable ? tunnel.complete() : Optional.empty();
  }

  private void type(Word word) {
    switch (word.text()) {
      case "ipip" -> type = Type.IPIP;
      case "gre" -> type = Type.GRE;
      case "gue" -> type = Type.GUE;
      default -> {
        usable = false;
        args.report(Code.WORD_INVALID, word, "'" + word + "' is not ipip, gue or gre");
      }
    }
  }

  /// A missing or bad port is reported and becomes 0, which means none.
  private void port() {
    port =
        args.word(Missing.COMPLAINT)
            .flatMap(w -> args.integer(w, 1, 65535))
            .map(Long::intValue)
            .orElse(0);
  }

  @Override
  protected String noun() {
    return "tunnel";
  }

  @Override
  protected void unknown(Word word) {
    usable = false;
    args.report(Code.WORD_INVALID, word, "'" + word + "' is not an option of TUN");
  }

  private Optional<Forwarding> complete() {
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
      String name = type.name().toLowerCase(Locale.ROOT);
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  args.place(),
                  name + " tunnels have no " + checksum.name().toLowerCase(Locale.ROOT))
              .because("the forwarding method is not set by this line")
              .fix("leave the checksum out, or use type gue")
              .original(name + " tunnels do not support checksum option."));
      return Optional.empty();
    }
    return Optional.of(new Forwarding.Tunnel(type, port, checksum));
  }
}
