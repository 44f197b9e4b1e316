package keepalived.healthcheck.check.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.config.Check.UdpCheck.Reply;
import keepalived.healthcheck.probe.Dialer;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbeErrors;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.FailureReason.Stage;

/// Sends a datagram. An ICMP error is a failure. Silence is a failure only with `require_reply`; a
/// required reply must have the configured length and begin with the pattern.
final class UdpProbe extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final int FILLER = 32;

  private final ProbeAttempt attempt;
  private final Check.UdpCheck check;

  private UdpProbe(ProbeAttempt attempt, Check.UdpCheck check) {
    this.attempt = attempt;
    this.check = check;
  }

  static void start(ProbeAttempt attempt, Dialer dialer, Check.UdpCheck check) {
    dialer.datagram(attempt, check.connection(), new UdpProbe(attempt, check));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var timeout = check.connection().timeout();
    if (check.reply().isPresent()) {
      attempt.enter(Stage.RESPONSE, timeout);
    } else {
      attempt.enterContent(Stage.RESPONSE, timeout, "no error");
    }
    context
        .writeAndFlush(Unpooled.wrappedBuffer(payload()))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                attempt.finish(ProbeErrors.result(sent.cause(), Stage.SEND));
              }
            });
  }

  private byte[] payload() {
    if (check.payload().isPresent()) {
      return ByteBufUtil.decodeHexDump(check.payload().get());
    }
    var filler = new byte[FILLER];
    for (int i = 0; i < filler.length; i++) {
      filler[i] = (byte) (0x30 + i);
    }
    return filler;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    ByteBuf data = packet.content();
    check
        .reply()
        .flatMap(wanted -> mismatch(wanted, data))
        .ifPresentOrElse(
            what -> attempt.fail(new FailureReason.WrongReply(what)),
            () -> attempt.succeed("reply of " + data.readableBytes() + " bytes"));
  }

  private static Optional<String> mismatch(Reply wanted, ByteBuf data) {
    int length = data.readableBytes();
    if (length < wanted.minLength() || length > wanted.maxLength()) {
      return Optional.of(
          length + " bytes, expected " + wanted.minLength() + " to " + wanted.maxLength());
    }
    var hex = ByteBufUtil.hexDump(data);
    return wanted
        .pattern()
        .filter(pattern -> !begins(hex, pattern))
        .map(pattern -> cut(hex) + ", expected " + pattern);
  }

  /// Compares hexadecimal digits one by one; `x` in the pattern matches any digit.
  private static boolean begins(String hex, String pattern) {
    if (hex.length() < pattern.length()) {
      return false;
    }
    for (int i = 0; i < pattern.length(); i++) {
      char wanted = Character.toLowerCase(pattern.charAt(i));
      if (wanted != 'x' && wanted != hex.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String cut(String hex) {
    return hex.length() <= 64 ? hex : hex.substring(0, 64) + "...";
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    attempt.finish(ProbeErrors.result(cause, attempt.stage()));
  }
}
