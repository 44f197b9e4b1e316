package keepalived.healthcheck.check.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import keepalived.core.config.Check;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.ProbeErrors;
import keepalived.healthcheck.probe.ProbePorts;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.FailureReason.Stage;

/// Sends one query over UDP and checks only the header of the answer (RFC 1035 4.1.1): the id of
/// the query, a response, no error code. The number of records and the truncation flag are ignored.
final class DnsProbe extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final int HEADER = 12;

  private final ProbeAttempt attempt;
  private final Check.DnsCheck check;
  private final int id;

  private DnsProbe(ProbeAttempt attempt, Check.DnsCheck check, int id) {
    this.attempt = attempt;
    this.check = check;
    this.id = id;
  }

  static void start(ProbeAttempt attempt, ProbePorts ports, Check.DnsCheck check) {
    var probe = new DnsProbe(attempt, check, ports.random().nextInt(0x10000));
    ports.dialer().datagram(attempt, check.connection(), new DatagramDnsQueryEncoder(), probe);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var target = (InetSocketAddress) context.channel().remoteAddress();
    var query = new DatagramDnsQuery(null, target, id);
    query.setRecursionDesired(true);
    query.addRecord(
        DnsSection.QUESTION,
        new DefaultDnsQuestion(check.name(), DnsRecordType.valueOf(check.type().number())));
    attempt.enter(Stage.RESPONSE, check.connection().timeout());
    context
        .writeAndFlush(query)
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                attempt.finish(ProbeErrors.result(sent.cause(), Stage.SEND));
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    ByteBuf answer = packet.content();
    if (attempt.isOver() || !isOurs(answer)) {
      return;
    }
    int code = answer.getUnsignedShort(answer.readerIndex() + 2) & 0xF;
    if (code != 0) {
      attempt.fail(new FailureReason.ErrorCode(code));
    } else {
      attempt.succeed(answer.getUnsignedShort(answer.readerIndex() + 6) + " records");
    }
  }

  /// Whether this is a response to our query. Other packets (a late answer to an earlier query, a
  /// query, a fragment) are ignored, because the right answer may still come.
  private boolean isOurs(ByteBuf answer) {
    return answer.readableBytes() >= HEADER
        && answer.getUnsignedShort(answer.readerIndex()) == id
        && (answer.getUnsignedShort(answer.readerIndex() + 2) & 0x8000) != 0;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    attempt.finish(ProbeErrors.result(cause, attempt.stage()));
  }
}
