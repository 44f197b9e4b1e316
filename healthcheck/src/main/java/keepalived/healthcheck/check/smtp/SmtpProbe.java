package keepalived.healthcheck.check.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import keepalived.core.config.Check;
import keepalived.healthcheck.probe.Dialer;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbeErrors;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.FailureReason.Stage;

/// Expects the greeting 220, sends HELO, expects 250, sends QUIT and accepts any answer (RFC 5321).
/// As in keepalived, only the first line of an answer is checked, and it must be the last line of
/// the reply: `220-` is not accepted as a greeting.
final class SmtpProbe extends SimpleChannelInboundHandler<ByteBuf> {

  /// Bytes without the line end. RFC 5321, 4.5.3.1.5 allows 512 with the line end; keepalived
  /// accepts one byte less.
  private static final int LINE_MAX = 511;

  private final ProbeAttempt attempt;
  private final Check.SmtpCheck check;
  private final StringBuilder line = new StringBuilder();

  private SmtpProbe(ProbeAttempt attempt, Check.SmtpCheck check) {
    this.attempt = attempt;
    this.check = check;
  }

  static void start(ProbeAttempt attempt, Dialer dialer, Check.SmtpCheck check) {
    dialer.stream(attempt, check.connection(), new SmtpProbe(attempt, check));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    attempt.enter(Stage.GREETING, check.connection().timeout());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf data) {
    while (data.isReadable() && !attempt.isOver()) {
      char c = (char) data.readUnsignedByte();
      line.append(c);
      if (c == '\n') {
        var reply = line.toString();
        line.setLength(0);
        data.skipBytes(data.readableBytes());
        heard(context, reply);
      } else if (c == 0) {
        attempt.fail(new FailureReason.Malformed("a line with a NUL in it"));
      } else if (line.length() == LINE_MAX && attempt.stage() == Stage.QUIT) {
        attempt.succeed("greeted");
      } else if (line.length() == LINE_MAX) {
        attempt.fail(new FailureReason.Malformed("a line longer than " + LINE_MAX + " bytes"));
      }
    }
  }

  private void heard(ChannelHandlerContext context, String reply) {
    switch (attempt.stage()) {
      case GREETING -> {
        if (accepted(reply, "220")) {
          send(context, "HELO " + check.heloName() + "\r\n", Stage.HELO);
        }
      }
      case HELO -> {
        if (accepted(reply, "250")) {
          send(context, "QUIT\r\n", Stage.QUIT);
        }
      }
      case QUIT -> attempt.succeed("greeted");
      case CONNECT, TLS, SEND, RESPONSE, BODY, RUN ->
          attempt.fail(new FailureReason.Malformed("an unexpected answer"));
    }
  }

  /// Whether the reply has this code (RFC 5321 section 4.2); another one ends the attempt.
  private boolean accepted(String reply, String code) {
    boolean accepted = reply.startsWith(code + " ") || reply.equals(code + "\n");
    if (!accepted) {
      attempt.fail(new FailureReason.UnexpectedReply(attempt.stage(), reply.stripTrailing()));
    }
    return accepted;
  }

  private void send(ChannelHandlerContext context, String command, Stage stage) {
    context.writeAndFlush(
        ByteBufUtil.encodeString(
            context.alloc(), CharBuffer.wrap(command), StandardCharsets.ISO_8859_1));
    attempt.enter(stage, check.connection().timeout());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    attempt.fail(new FailureReason.NoData());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    attempt.finish(ProbeErrors.result(cause, attempt.stage()));
  }
}
