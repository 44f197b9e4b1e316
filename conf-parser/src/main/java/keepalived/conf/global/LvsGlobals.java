package keepalived.conf.global;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.GlobalSettings.LvsGlobals.FlushOnStop;
import keepalived.core.config.GlobalSettings.LvsSyncDaemon;
import keepalived.core.net.IpAddress;

/// The LVS keywords of `global_defs` that take more than one value.
final class LvsGlobals {

  private static final long TIMEOUT_MAX = 31 * 86400;

  private LvsGlobals() {}

  static void timeouts(GlobalDraft draft, Args args) {
    if (args.remaining() < 2) {
      args.rest();
      args.report(Code.VALUE_EXPECTED, "'lvs_timeouts' needs at least one of tcp, tcpfin, udp");
      return;
    }
    while (args.hasNext()) {
      Word kind = args.word().orElseThrow();
      if (!kind.text().matches("tcp|tcpfin|udp")) {
        args.report(Code.WORD_INVALID, kind, "'" + kind + "' is not tcp, tcpfin or udp");
        continue;
      }
      var value =
          args.word(Missing.COMPLAINT)
              .flatMap(w -> args.integer(w, 0, TIMEOUT_MAX))
              .map(Duration::ofSeconds);
      switch (kind.text()) {
        case "tcp" -> draft.timeoutTcp = value;
        case "tcpfin" -> draft.timeoutTcpFin = value;
        default -> draft.timeoutUdp = value;
      }
    }
  }

  static void flushOnStop(GlobalDraft draft, Args args) {
    var word = args.word();
    if (word.isEmpty()) {
      draft.flushOnStop = FlushOnStop.ALL;
    } else if (word.get().text().equals("VS")) {
      draft.flushOnStop = FlushOnStop.VIRTUAL_SERVERS;
    } else {
      args.report(Code.WORD_INVALID, word.get(), "'" + word.get() + "' is not VS");
    }
  }

  private static final int INTERFACE_MAX = 15;

  static void syncDaemon(GlobalDraft draft, Args args) {
    var interfaceName = args.word(Missing.COMPLAINT);
    if (interfaceName.isEmpty()) {
      return;
    }
    if (interfaceName.get().text().length() > INTERFACE_MAX) {
      args.rest();
      args.add(
          new Diagnostic(
                  Code.WORD_INVALID,
                  args.place(interfaceName.get()),
                  "no interface has a name of more than " + INTERFACE_MAX + " characters")
              .because("the line is ignored: connections are not synchronised")
              .original(
                  "lvs_sync_daemon interface name '%s' too long - ignoring"
                      .formatted(interfaceName.get())));
      return;
    }
    if (draft.syncDaemon.isPresent()) {
      args.rest();
      args.report(Code.ALREADY_SET, "'lvs_sync_daemon' is already set; this is ignored");
      return;
    }
    var options = new Options();
    if (args.peek().filter(w -> !isOption(w.text())).isPresent()) {
      options.instance = args.word().map(Word::text);
      draft.syncDaemonPlace = Optional.of(args.place());
    }
    while (args.hasNext()) {
      options.read(args);
    }
    draft.syncDaemon =
        Optional.of(
            new LvsSyncDaemon(
                interfaceName.get().text(),
                options.instance,
                options.id,
                options.maxLength,
                options.port,
                options.ttl,
                options.group));
  }

  private static boolean isOption(String word) {
    return switch (word) {
      case "id", "inst", "port", "ttl", "group", "maxlen" -> true;
      default -> false;
    };
  }

  private static final class Options {
    private Optional<String> instance = Optional.empty();
    private OptionalInt id = OptionalInt.empty();
    private OptionalInt maxLength = OptionalInt.empty();
    private OptionalInt port = OptionalInt.empty();
    private OptionalInt ttl = OptionalInt.empty();
    private Optional<IpAddress> group = Optional.empty();

    private void read(Args args) {
      Word option = args.word().orElseThrow();
      switch (option.text()) {
        case "id" -> id = number(args, 0, 255);
        case "maxlen" -> maxLength = number(args, 1, 65507);
        case "port" -> port = number(args, 1, 65535);
        case "ttl" -> ttl = number(args, 1, 255);
        case "inst" -> {
          instance = args.word(Missing.COMPLAINT).map(Word::text);
        }
        case "group" -> multicast(args);
        default -> {
          var word = smallNumber(option);
          if (word.isPresent() && id.isEmpty()) {
            id = word.get();
            args.add(
                new Diagnostic(Code.DEPRECATED, args.place(option), "an id without the word 'id'")
                    .fix("write 'id " + option + "'"));
          } else {
            args.report(
                Code.WORD_INVALID, option, "'" + option + "' is not an option of lvs_sync_daemon");
          }
        }
      }
    }

    private static Optional<OptionalInt> smallNumber(Word word) {
      return Numbers.whole(word.text())
          .filter(n -> n >= 0 && n <= 255)
          .map(n -> OptionalInt.of(n.intValue()));
    }

    private static OptionalInt number(Args args, long min, long max) {
      var value = args.word(Missing.COMPLAINT).flatMap(w -> args.integer(w, min, max));
      return value.isPresent() ? OptionalInt.of(value.get().intValue()) : OptionalInt.empty();
    }

    private void multicast(Args args) {
      var word = args.word(Missing.COMPLAINT);
      var address = word.flatMap(args::hostAddress);
      if (address.isPresent() && !address.get().isMulticast()) {
        args.report(Code.ADDRESS_INVALID, word.get(), word.get() + " is not a multicast address");
        return;
      }
      group = address;
    }
  }
}
