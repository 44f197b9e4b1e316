package keepalived.core.config.field;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keepalived.core.config.Check;
import keepalived.core.config.Check.BfdCheck;
import keepalived.core.config.Check.BodyPattern;
import keepalived.core.config.Check.CodeRange;
import keepalived.core.config.Check.Connection;
import keepalived.core.config.Check.DnsCheck;
import keepalived.core.config.Check.FileCheck;
import keepalived.core.config.Check.HttpCheck;
import keepalived.core.config.Check.HttpVersion;
import keepalived.core.config.Check.MiscCheck;
import keepalived.core.config.Check.SmtpCheck;
import keepalived.core.config.Check.Tls;
import keepalived.core.config.Check.UdpCheck;
import keepalived.core.config.Check.Url;

/// The fields of checks.
public final class CheckFields {

  private static final List<Field<Check>> TIMING =
      List.of(
          Field.of("delay_loop", c -> c.timing().delayLoop()),
          Field.of("retry", c -> c.timing().retry()),
          Field.<Check>of("delay_before_retry", c -> c.timing().delayBeforeRetry())
              .follows("delay_loop"),
          Field.<Check>of("warmup", c -> c.timing().warmup()).follows("delay_loop"),
          Field.of("alpha", c -> c.timing().alpha()),
          Field.of("log_all_failures", c -> c.timing().logAllFailures()));

  private static final List<Field<Connection>> CONNECTION =
      List.of(
          Field.of("connect_ip", c -> c.target().address()),
          Field.of("connect_port", c -> c.target().port()),
          Field.of("bindto", Connection::bindAddress),
          Field.of("bind_port", Connection::bindPort),
          Field.of("bind_if", Connection::bindInterface),
          Field.of("connect_timeout", Connection::timeout),
          Field.of("fwmark", Connection::mark));

  private static final List<Field<Check.TcpCheck>> TCP =
      network(Check.TcpCheck::connection, List.of());

  private static final List<Field<Check.PingCheck>> PING =
      network(Check.PingCheck::connection, List.of());

  private static final List<Field<HttpCheck>> HTTP =
      network(
          HttpCheck::connection,
          List.of(
              Field.of("http_protocol", HttpCheck::version, CheckFields::version),
              Field.of("fast_recovery", HttpCheck::fastRecovery),
              Field.<HttpCheck>of("sni_name", c -> c.tls().flatMap(Tls::serverName))
                  .follows("virtualhost"),
              Field.of("tls_compliant", c -> c.tls().map(Tls::compliant).orElse(false)),
              Field.list("url", HttpCheck::urls, CheckFields::url)));

  private static final List<Field<SmtpCheck>> SMTP =
      network(SmtpCheck::connection, List.of(Field.of("helo_name", SmtpCheck::heloName)));

  private static final List<Field<DnsCheck>> DNS =
      network(
          DnsCheck::connection,
          List.of(Field.of("type", c -> c.type().name()), Field.of("name", DnsCheck::name)));

  private static final List<Field<UdpCheck>> UDP =
      network(
          UdpCheck::connection,
          List.of(
              Field.of("payload", UdpCheck::payload),
              Field.of("require_reply", c -> c.reply().map(r -> r.pattern().orElse("on"))),
              Field.of("min_reply_length", UdpCheck.Reply::minLength).inOptional(UdpCheck::reply),
              Field.of("max_reply_length", UdpCheck.Reply::maxLength).inOptional(UdpCheck::reply)));

  private static final List<Field<MiscCheck>> MISC =
      local(
          List.of(
              Field.of("misc_path", MiscCheck::script),
              Field.of("misc_timeout", MiscCheck::timeout).follows("delay_loop"),
              Field.of("misc_dynamic", MiscCheck::dynamic)));

  private static final List<Field<FileCheck>> FILE =
      local(
          List.of(
              Field.of("track_file", FileCheck::trackFile),
              Field.of("weight", c -> Words.weight(c.weight(), c.reverse()))));

  private static final List<Field<BfdCheck>> BFD =
      local(List.of(Field.of("name", BfdCheck::bfdInstance)));

  private CheckFields() {}

  /// `TCP_CHECK`.
  public static String keyword(Check check) {
    return switch (check) {
      case Check.TcpCheck _ -> "TCP_CHECK";
      case HttpCheck http -> http.tls().isPresent() ? "SSL_GET" : "HTTP_GET";
      case SmtpCheck _ -> "SMTP_CHECK";
      case DnsCheck _ -> "DNS_CHECK";
      case UdpCheck _ -> "UDP_CHECK";
      case Check.PingCheck _ -> "PING_CHECK";
      case MiscCheck _ -> "MISC_CHECK";
      case FileCheck _ -> "FILE_CHECK";
      case BfdCheck _ -> "BFD_CHECK";
    };
  }

  /// The differences of two checks with the same keyword.
  ///
  /// @param around differences in the surrounding blocks
  public static List<Difference> differences(Check before, Check after, List<Difference> around) {
    return switch (before) {
      case Check.TcpCheck tcp -> of(TCP, tcp, after, around);
      case Check.PingCheck ping -> of(PING, ping, after, around);
      case HttpCheck http -> of(HTTP, http, after, around);
      case SmtpCheck smtp -> of(SMTP, smtp, after, around);
      case DnsCheck dns -> of(DNS, dns, after, around);
      case UdpCheck udp -> of(UDP, udp, after, around);
      case MiscCheck misc -> of(MISC, misc, after, around);
      case FileCheck file -> of(FILE, file, after, around);
      case BfdCheck bfd -> of(BFD, bfd, after, around);
    };
  }

  /// The settings of a check, for readers without rights.
  public static List<Field.Setting> settings(Check check) {
    return switch (check) {
      case Check.TcpCheck tcp -> Field.Setting.of(TCP, tcp);
      case Check.PingCheck ping -> Field.Setting.of(PING, ping);
      case HttpCheck http -> Field.Setting.of(HTTP, http);
      case SmtpCheck smtp -> Field.Setting.of(SMTP, smtp);
      case DnsCheck dns -> Field.Setting.of(DNS, dns);
      case UdpCheck udp -> Field.Setting.of(UDP, udp);
      case MiscCheck misc -> Field.Setting.of(MISC, misc);
      case FileCheck file -> Field.Setting.of(FILE, file);
      case BfdCheck bfd -> Field.Setting.of(BFD, bfd);
    };
  }

  @SuppressWarnings("unchecked")
  private static <C extends Check> List<Difference> of(
      List<Field<C>> fields, C before, Check after, List<Difference> around) {
    return Difference.of(fields, before, (C) before.getClass().cast(after), around);
  }

  private static <C extends Check> List<Field<C>> local(List<Field<C>> own) {
    var timing = TIMING.stream().map(field -> field.<C>in(check -> check));
    return Stream.concat(timing, own.stream()).toList();
  }

  private static <C extends Check> List<Field<C>> network(
      Function<C, Connection> part, List<Field<C>> own) {
    var connection = CONNECTION.stream().map(field -> field.in(part));
    return local(Stream.concat(connection, own.stream()).toList());
  }

  private static String version(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "1.0";
      case HTTP_1_0_CLOSE -> "1.0C";
      case HTTP_1_1 -> "1.1";
    };
  }

  private static String url(Url url) {
    var words = new ArrayList<String>();
    words.add("path " + url.path());
    url.virtualHost().ifPresent(host -> words.add("virtualhost " + host));
    var codes = url.statusCodes().stream().map(CheckFields::codes).collect(Collectors.joining(" "));
    words.add("status_code " + codes);
    url.digest().ifPresent(digest -> words.add("digest " + digest));
    url.pattern().ifPresent(pattern -> pattern(words, pattern));
    if (url.tlsCompliant()) {
      words.add("tls_compliant");
    }
    return String.join(" ", words);
  }

  private static String codes(CodeRange range) {
    return range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last();
  }

  private static void pattern(List<String> words, BodyPattern pattern) {
    words.add("regex " + pattern.regex());
    if (!pattern.mustMatch()) {
      words.add("regex_no_match");
    }
    if (!pattern.options().isEmpty()) {
      words.add("regex_options " + String.join(" ", pattern.options().stream().sorted().toList()));
    }
    if (pattern.minOffset() != 0) {
      words.add("regex_min_offset " + pattern.minOffset());
    }
    pattern.maxOffset().ifPresent(offset -> words.add("regex_max_offset " + offset));
  }
}
