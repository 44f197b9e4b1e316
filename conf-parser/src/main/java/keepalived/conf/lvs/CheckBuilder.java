package keepalived.conf.lvs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.lvs.draft.CheckDraft;
import keepalived.conf.lvs.draft.CheckDraft.Kind;
import keepalived.conf.lvs.draft.CheckDraft.UrlDraft;
import keepalived.conf.lvs.draft.ServerDraft;
import keepalived.conf.lvs.draft.TimingDraft;
import keepalived.core.config.Check;
import keepalived.core.net.Endpoint;

/// Builds the record of a checker from its draft and the values that it inherits.
final class CheckBuilder {

  static final Duration DELAY_LOOP = Duration.ofSeconds(60);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private CheckBuilder() {}

  static Check build(ServerDraft server, CheckDraft d) {
    var own = d == d.whole ? d.timing : d.timing.or(d.whole.timing.withoutTimeout());
    var merged = own.or(server.timing).or(server.service.timing);
    var timing = timing(server, d.whole, merged);
    return switch (d.kind) {
      case HTTP_GET, SSL_GET -> http(server, d, merged, timing);
      case TCP_CHECK -> new Check.TcpCheck(timing, connection(server, d, merged));
      case SMTP_CHECK ->
          new Check.SmtpCheck(timing, connection(server, d, merged), d.whole.heloName);
      case DNS_CHECK ->
          new Check.DnsCheck(timing, connection(server, d, merged), d.recordType, d.recordName);
      case UDP_CHECK ->
          new Check.UdpCheck(timing, connection(server, d, merged), d.payload, reply(d));
      case PING_CHECK -> new Check.PingCheck(timing, connection(server, d, merged));
      case MISC_CHECK -> misc(server, d, timing);
      case FILE_CHECK -> file(d, timing);
      case BFD_CHECK -> new Check.BfdCheck(timing, d.name.orElseThrow());
    };
  }

  private static Check.Timing timing(ServerDraft server, CheckDraft d, TimingDraft merged) {
    var delayLoop = merged.delayLoop.orElse(DELAY_LOOP);
    int retries =
        switch (d.kind) {
          case DNS_CHECK -> 3;
          case MISC_CHECK, FILE_CHECK, BFD_CHECK -> 0;
          case HTTP_GET, SSL_GET, TCP_CHECK, SMTP_CHECK, UDP_CHECK, PING_CHECK -> 1;
        };
    var pause =
        switch (d.kind) {
          case HTTP_GET, SSL_GET -> Duration.ofSeconds(3);
          case DNS_CHECK -> delayLoop;
          case TCP_CHECK, SMTP_CHECK, UDP_CHECK, PING_CHECK, MISC_CHECK, FILE_CHECK, BFD_CHECK ->
              Duration.ofSeconds(1);
        };
    return new Check.Timing(
        delayLoop,
        merged.retry.orElse(retries),
        merged.delayBeforeRetry.orElse(pause),
        merged.warmup.orElse(delayLoop),
        d.alpha.or(() -> server.alpha).orElse(server.service.alpha),
        d.logAllFailures.orElse(server.service.lvs.globals.logAllFailures));
  }

  private static Check.Connection connection(ServerDraft server, CheckDraft d, TimingDraft merged) {
    var target =
        new Endpoint(
            d.connectIp.orElse(server.checked.address()),
            d.connectPort.orElse(server.checked.port()));
    return new Check.Connection(
        target,
        d.bindAddress,
        d.bindPort,
        d.bindInterface,
        merged.connectTimeout.orElse(CONNECT_TIMEOUT),
        d.mark);
  }

  private static Check http(
      ServerDraft server, CheckDraft d, TimingDraft merged, Check.Timing timing) {
    var host = d.virtualHost.or(() -> server.virtualHost).or(() -> server.service.virtualHost);
    var tls =
        d.kind == Kind.SSL_GET
            ? Optional.of(new Check.Tls(d.sni, d.sniName, d.tlsCompliant))
            : Optional.<Check.Tls>empty();
    var urls = d.urls.stream().map(u -> url(d, u, host)).toList();
    return new Check.HttpCheck(
        timing, connection(server, d, merged), tls, d.httpVersion, d.fastRecovery, urls);
  }

  private static Check.Url url(CheckDraft d, UrlDraft u, Optional<String> host) {
    var codes = u.codes.isEmpty() ? List.of(new Check.CodeRange(200, 299)) : u.codes;
    var pattern =
        u.regex.map(
            r ->
                new Check.BodyPattern(
                    r, Set.copyOf(u.regexOptions), !u.regexMustNotMatch, u.minOffset, u.maxOffset));
    return new Check.Url(
        u.path.orElseThrow(),
        u.virtualHost.or(() -> host),
        codes,
        u.digest,
        pattern,
        u.tlsCompliant.orElse(d.tlsCompliant));
  }

  private static Optional<Check.UdpCheck.Reply> reply(CheckDraft d) {
    return d.requireReply
        ? Optional.of(new Check.UdpCheck.Reply(d.replyPattern, d.replyMin, d.replyMax))
        : Optional.empty();
  }

  private static Check misc(ServerDraft server, CheckDraft d, Check.Timing timing) {
    var standard = server.service.timing.delayLoop.orElse(DELAY_LOOP);
    var timeout = d.miscTimeout.filter(t -> t > 0).map(Duration::ofSeconds).orElse(standard);
    return new Check.MiscCheck(timing, d.script.orElseThrow(), timeout, d.dynamic);
  }

  private static Check file(CheckDraft d, Check.Timing timing) {
    var file = d.lvs.trackers.files.get(d.name.orElseThrow());
    return new Check.FileCheck(
        timing,
        file.name(),
        d.weight.orElse(file.weight()),
        d.weight.isPresent() ? d.reverse : file.reverse());
  }
}
