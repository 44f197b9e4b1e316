package keepalived.conf.lvs.draft;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.global.ScriptReader;
import keepalived.conf.lvs.draft.CheckDraft.Kind;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.conf.track.TrackOptions;
import keepalived.conf.tree.Word;
import keepalived.core.config.Check.RecordType;

/// The keywords of all checkers except HTTP_GET and SSL_GET.
final class CheckKeywords {

  private static final long UINT = 0xFFFF_FFFFL;

  private CheckKeywords() {}

  /// Adds all checkers to the table of real servers.
  static void add(Keywords<ServerDraft> table) {
    for (var kind : Kind.values()) {
      table.block(
          kind.name(),
          table(kind),
          (d, args) -> open(d, kind, args),
          (d, check, args) -> close(d, check, args));
    }
  }

  private static Optional<CheckDraft> open(ServerDraft server, Kind kind, Args args) {
    return Optional.of(new CheckDraft(server.service.lvs, kind, args.place()));
  }

  private static Keywords<CheckDraft> table(Kind kind) {
    var table = Keywords.<CheckDraft>of("virtual_server/real_server/" + kind);
    switch (kind) {
      case HTTP_GET, SSL_GET -> HttpKeywords.add(table);
      case SMTP_CHECK -> smtp(table);
      case DNS_CHECK -> dns(table);
      case UDP_CHECK -> udp(table);
      case MISC_CHECK -> misc(table);
      case FILE_CHECK -> {
        file(table);
        return table;
      }
      case BFD_CHECK -> {
        bfd(table);
        return table;
      }
      case TCP_CHECK, PING_CHECK -> {}
    }
    if (kind != Kind.MISC_CHECK) {
      connection(table);
    }
    timing(table);
    return table;
  }

  private static void timing(Keywords<CheckDraft> table) {
    TimingDraft.add(table, 0, d -> d.whole.timing);
    table
        .bool("alpha", (d, v) -> d.whole.alpha = Optional.of(v))
        .bool("log_all_failures", (d, v) -> d.whole.logAllFailures = Optional.of(v));
  }

  static void connection(Keywords<CheckDraft> table) {
    table
        .address("connect_ip", (d, v) -> d.connectIp = Optional.of(v))
        .integer("connect_port", 1, 65535, (d, v) -> d.connectPort = OptionalInt.of((int) v))
        .custom("bindto", CheckKeywords::bind)
        .integer("bind_port", 1, 65535, (d, v) -> d.bindPort = (int) v)
        .text("bind_if", (d, v) -> d.bindInterface = Optional.of(v))
        .integer("fwmark", 0, UINT, (d, v) -> d.mark = v);
    TimingDraft.addTimeout(table, d -> d.timing);
  }

  private static void bind(CheckDraft d, Args args) {
    var word = args.required();
    word.flatMap(args::hostAddress).ifPresent(a -> d.bindAddress = Optional.of(a));
    d.bindPlace = word.map(args::place);
  }

  private static void smtp(Keywords<CheckDraft> table) {
    var host = Keywords.<CheckDraft>of("virtual_server/real_server/SMTP_CHECK/host");
    connection(host);
    timing(host);
    table
        .text("helo_name", Missing.COMPLAINT, (d, v) -> d.heloName = v)
        .block(
            "host",
            host,
            (d, args) -> Optional.of(d.host(args.place())),
            (d, inner, args) -> d.hosts.add(inner));
  }

  private static void dns(Keywords<CheckDraft> table) {
    table
        .custom("type", CheckKeywords::recordType)
        .custom("name", CheckKeywords::recordName)
        .once();
  }

  private static void recordType(CheckDraft d, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    for (var type : RecordType.values()) {
      if (type.name().equalsIgnoreCase(word.get().text())) {
        d.recordType = type;
        return;
      }
    }
    args.report(Code.WORD_INVALID, word.get(), "'" + word.get() + "' is not a DNS record type");
  }

  private static void recordName(CheckDraft d, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    String name = word.get().text();
    boolean empty = !name.equals(".") && (name.startsWith(".") || name.contains(".."));
    if (empty || name.length() > 254) {
      args.report(Code.WORD_INVALID, word.get(), "'" + name + "' is not a domain name");
      return;
    }
    d.recordName = name;
  }

  private static void udp(Keywords<CheckDraft> table) {
    table
        .custom("payload", CheckKeywords::payload)
        .custom("require_reply", CheckKeywords::reply)
        .integer("min_reply_length", 0, 65535, (d, v) -> d.replyMin = (int) v)
        .integer("max_reply_length", 0, 65535, (d, v) -> d.replyMax = (int) v);
  }

  private static void payload(CheckDraft d, Args args) {
    if (!args.hasNext()) {
      args.word(Missing.COMPLAINT);
      return;
    }
    hex(args, "0123456789abcdef").ifPresent(h -> d.payload = Optional.of(h));
  }

  private static void reply(CheckDraft d, Args args) {
    d.requireReply = true;
    if (args.hasNext()) {
      hex(args, "0123456789abcdefx").ifPresent(h -> d.replyPattern = Optional.of(h));
    }
  }

  /// Reads hexadecimal digits in one or more words. A word with an odd number of digits is read as
  /// if it began with a zero.
  private static Optional<String> hex(Args args, String digits) {
    var text = new StringBuilder();
    Word first = args.peek().orElseThrow();
    for (Word word : args.rest()) {
      String part = word.text().toLowerCase(Locale.ROOT);
      part = part.startsWith("0x") && digits.indexOf('x') < 0 ? "?" : part;
      text.append(part.length() % 2 == 1 ? "0" : "").append(part);
    }
    for (int i = 0; i < text.length(); i++) {
      if (digits.indexOf(text.charAt(i)) < 0) {
        args.report(Code.WORD_INVALID, first, "this is not hexadecimal");
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }

  private static void misc(Keywords<CheckDraft> table) {
    table
        .custom("misc_path", (d, args) -> miscPath(d, args))
        .integer("misc_timeout", 0, 4294, (d, v) -> d.miscTimeout = Optional.of(v))
        .flag("misc_dynamic", d -> d.dynamic = true)
        .custom("user", CheckKeywords::user);
  }

  private static void miscPath(CheckDraft d, Args args) {
    if (!args.hasNext()) {
      args.word(Missing.COMPLAINT);
      return;
    }
    d.command = ScriptReader.command(args);
    d.commandArgs = args;
  }

  private static void user(CheckDraft d, Args args) {
    if (!args.hasNext()) {
      args.word(Missing.COMPLAINT);
      return;
    }
    d.user = ScriptReader.user(args.rest().stream().map(Word::text).toList());
    if (!ScriptReader.known(args, d.user.orElseThrow())) {
      d.userInvalid = true;
      args.report(Code.USER_UNKNOWN, "this user or group does not exist; the checker is dropped");
    }
  }

  private static void file(Keywords<CheckDraft> table) {
    table.custom("track_file", CheckKeywords::trackFile).custom("weight", CheckKeywords::weight);
  }

  private static void trackFile(CheckDraft d, Args args) {
    args.required()
        .ifPresent(
            w -> {
              if (d.lvs.trackers.files.containsKey(w.text())) {
                d.name = Optional.of(w.text());
              } else {
                d.nameInvalid = true;
                args.report(Code.UNDEFINED_NAME, w, "no track_file '" + w + "' is defined above");
              }
            });
  }

  private static void weight(CheckDraft d, Args args) {
    if (!args.hasNext()) {
      args.word(Missing.COMPLAINT);
      return;
    }
    TrackOptions.read(args, Integer.MAX_VALUE, Missing.COMPLAINT)
        .ifPresent(
            w -> {
              d.weight = OptionalInt.of(w.value());
              d.reverse = w.reverse();
            });
  }

  private static void bfd(Keywords<CheckDraft> table) {
    table.custom("name", CheckKeywords::bfdName).bool("alpha", (d, v) -> d.alpha = Optional.of(v));
  }

  private static void bfdName(CheckDraft d, Args args) {
    args.word(Missing.COMPLAINT)
        .ifPresent(
            w -> {
              var session = d.lvs.trackers.bfd.get(w.text());
              if (d.name.isPresent()) {
                args.add(
                    new Diagnostic(
                            Code.DROPPED,
                            args.place(w),
                            "the session is already set: '" + d.name.get() + "'; this is ignored")
                        .fix("write a BFD_CHECK for each session")
                        .original(
                            "BFD_CHECK - BFD %s already specified as %s"
                                .formatted(w.text(), d.name.get())));
              } else if (session != null && session.checker()) {
                d.name = Optional.of(w.text());
              } else {
                d.nameInvalid = true;
                args.report(
                    Code.UNDEFINED_NAME,
                    w,
                    "no bfd_instance '" + w + "' for checkers is defined above");
              }
            });
  }

  private static void close(ServerDraft server, CheckDraft check, Args args) {
    boolean again =
        check.kind == Kind.BFD_CHECK
            && server.checks.stream()
                .anyMatch(c -> c.kind == check.kind && c.name.equals(check.name));
    if (again && check.name.isPresent()) {
      args.add(
          new Diagnostic(
                  Code.DROPPED,
                  args.place(),
                  "this server already follows session '" + check.name.get() + "'")
              .original("BFD_CHECK - RS already monitoring " + check.name.get()));
      return;
    }
    if (CheckChecks.usable(server, check, args)) {
      server.checks.add(check);
    }
  }
}
