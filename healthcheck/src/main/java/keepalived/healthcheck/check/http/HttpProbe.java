package keepalived.healthcheck.check.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.regex.Pcre;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbeErrors;
import keepalived.healthcheck.probe.ProbePorts;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.FailureReason.Stage;
import keepalived.healthcheck.verdict.ProbeResult;

/// Fetches one URL and reads to the end of the stream. Then it checks in this order: any data, the
/// status, the digest, the pattern. The timeout applies to connecting and to each pause afterwards;
/// a response that trickles is cut off after [#PATIENCE] timeouts.
final class HttpProbe extends SimpleChannelInboundHandler<ByteBuf> {

  private static final int PATIENCE = 10;

  private final ProbeAttempt attempt;
  private final Check.HttpCheck check;
  private final Check.Url url;
  private final Optional<Pcre> pcre;
  private final HttpAnswer answer;
  private boolean closedProperly = true;
  private boolean reset;

  private HttpProbe(
      ProbeAttempt attempt,
      Check.HttpCheck check,
      Check.Url url,
      Optional<Pcre> pcre,
      HttpAnswer answer) {
    this.attempt = attempt;
    this.check = check;
    this.url = url;
    this.pcre = pcre;
    this.answer = answer;
  }

  /// A probe for a caller that needs the response itself.
  static HttpProbe collecting(ProbeAttempt attempt, Check.HttpCheck check, HttpAnswer answer) {
    return new HttpProbe(attempt, check, check.urls().getFirst(), Optional.empty(), answer);
  }

  static void start(ProbeAttempt attempt, ProbePorts ports, Check.HttpCheck check, int step) {
    var url = check.urls().get(Math.min(step, check.urls().size() - 1));
    Optional<Pcre> pcre = Optional.empty();
    if (url.pattern().isPresent()) {
      var pattern = url.pattern().get();
      switch (Pcre.translate(pattern.regex(), pattern.options())) {
        case Pcre.Ready(var ready, _) -> pcre = Optional.of(ready);
        case Pcre.Untranslatable(var why) -> {
          attempt.fail(new FailureReason.NoMatch(pattern.regex(), why));
          return;
        }
      }
    }
    var probe =
        new HttpProbe(attempt, check, url, pcre, HttpAnswer.begin(url.pattern().isPresent()));
    var handlers = new ArrayList<ChannelHandler>(2);
    check.tls().ifPresent(settings -> handlers.add(ports.tls().handler(settings, url)));
    handlers.add(probe);
    ports.dialer().stream(attempt, check.connection(), handlers.toArray(ChannelHandler[]::new));
  }

  private Duration timeout() {
    return check.connection().timeout();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (check.tls().isPresent()) {
      attempt.enter(Stage.TLS, timeout());
    } else {
      ask(context);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent handshake when handshake.isSuccess() -> ask(context);
      case SslHandshakeCompletionEvent handshake -> attempt.finish(tlsResult(handshake.cause()));
      case SslCloseCompletionEvent close -> closed(close.isSuccess());
      default -> context.fireUserEventTriggered(event);
    }
  }

  /// The server's close_notify ends its response. The probe closes too, because the server may wait
  /// for that.
  private void closed(boolean properly) {
    closedProperly = properly;
    if (properly && !attempt.isOver() && attempt.stage() != Stage.TLS) {
      judge();
    }
  }

  private static ProbeResult tlsResult(Throwable cause) {
    var message = Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    return ProbeResult.failure(new FailureReason.TlsFailed(message));
  }

  private void ask(ChannelHandlerContext context) {
    attempt.enter(Stage.RESPONSE, timeout());
    var host = url.virtualHost().orElseGet(() -> HttpRequest.host(check.connection().target()));
    var request = HttpRequest.text(url.path(), check.version(), host);
    context
        .writeAndFlush(
            ByteBufUtil.encodeString(
                context.alloc(), CharBuffer.wrap(request), StandardCharsets.ISO_8859_1))
        .addListener(
            sent -> {
              if (!sent.isSuccess() && !attempt.isOver()) {
                attempt.finish(ProbeErrors.result(sent.cause(), Stage.SEND));
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf data) {
    if (attempt.isOver()) {
      return;
    }
    var bytes = new byte[data.readableBytes()];
    data.readBytes(bytes);
    if (!answer.take(bytes)) {
      attempt.fail(
          new FailureReason.Malformed("a header of more than " + HttpAnswer.HEADER_MAX + " bytes"));
      return;
    }
    var left = timeout().multipliedBy(PATIENCE).minus(attempt.age());
    if (left.isNegative() || left.isZero()) {
      attempt.fail(new FailureReason.TimedOut(Stage.BODY, attempt.age()));
      return;
    }
    attempt.enter(Stage.BODY, left.compareTo(timeout()) < 0 ? left : timeout());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (attempt.isOver() || attempt.stage() == Stage.TLS || attempt.stage() == Stage.CONNECT) {
      if (!attempt.isOver()) {
        attempt.fail(new FailureReason.TlsFailed("closed during the handshake"));
      }
      return;
    }
    judge();
  }

  private void judge() {
    if (reset && !answer.hasHeader()) {
      attempt.fail(new FailureReason.Reset(attempt.stage()));
      return;
    }
    if (answer.isEmpty()) {
      attempt.fail(new FailureReason.NoData());
      return;
    }
    if (check.tls().isPresent() && demandsClosure() && !closedProperly) {
      attempt.fail(new FailureReason.TlsFailed("closed without close_notify"));
      return;
    }
    if (!answer.hasHeader()) {
      attempt.fail(new FailureReason.Malformed("the header ends without an empty line"));
      return;
    }
    var status = answer.status();
    if (status.isEmpty()) {
      attempt.fail(new FailureReason.Malformed("no HTTP status line"));
    } else if (url.statusCodes().stream().noneMatch(r -> r.contains(status.getAsInt()))) {
      attempt.fail(new FailureReason.StatusMismatch(status.getAsInt(), url.statusCodes()));
    } else {
      judgeBody(status.getAsInt());
    }
  }

  private boolean demandsClosure() {
    return url.tlsCompliant() || check.tls().map(Check.Tls::compliant).orElse(false);
  }

  private void judgeBody(int status) {
    if (url.digest().isPresent()) {
      var expected = url.digest().get();
      var found = answer.md5();
      if (!found.equals(expected)) {
        attempt.fail(new FailureReason.DigestMismatch(found, expected));
        return;
      }
    }
    var detail = "status " + status + ", " + answer.bodyLength() + " bytes";
    if (url.pattern().isEmpty() || pcre.isEmpty()) {
      attempt.succeed(detail);
    } else {
      search(url.pattern().get(), pcre.get(), detail);
    }
  }

  /// Searches the body on a separate thread, because a search may take long. The thread shares no
  /// state and posts one result. The attempt has no deadline here: the search has its own limits,
  /// and waiting for a free thread is not the server's fault.
  private void search(Check.BodyPattern pattern, Pcre ready, String detail) {
    attempt.enterUnbounded(Stage.BODY);
    var body = answer.window();
    boolean truncated = answer.truncated();
    try {
      BodySearch.executor()
          .execute(
              () -> {
                var objection = BodySearch.objection(ready, pattern, body, truncated);
                attempt.loop().post(() -> judged(pattern, objection, detail));
              });
    } catch (OutOfMemoryError e) {
      attempt.finish(new ProbeResult.NotRun("no thread for a regex: " + e.getMessage()));
    }
  }

  private void judged(Check.BodyPattern pattern, Optional<String> objection, String detail) {
    objection.ifPresentOrElse(
        why -> attempt.fail(new FailureReason.NoMatch(pattern.regex(), why)),
        () -> attempt.succeed(detail));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (attempt.isOver()) {
      return;
    }
    var result = ProbeErrors.result(cause, attempt.stage());
    boolean talking = attempt.stage() == Stage.RESPONSE || attempt.stage() == Stage.BODY;
    if (talking && check.tls().isPresent() && isReset(result)) {
      // Over TLS, keepalived treats a reset as the end of the response; without TLS it does not.
      // Data may still be on its way through the TLS handler: the end of the channel decides.
      closedProperly = false;
      reset = true;
    } else {
      attempt.finish(result);
    }
  }

  private static boolean isReset(ProbeResult result) {
    return result instanceof ProbeResult.Failure(FailureReason.Reset _);
  }
}
