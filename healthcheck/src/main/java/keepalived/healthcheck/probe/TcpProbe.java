package keepalived.healthcheck.probe;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import keepalived.core.config.Check;

/// Succeeds when the connection is there, and closes it at once.
final class TcpProbe {

  private TcpProbe() {}

  static void start(Trial trial, Dialer dialer, Check.TcpCheck check) {
    dialer.stream(
        trial,
        check.connection(),
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext context) {
            trial.succeed("connected");
          }

          @Override
          public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            trial.finish(Causes.result(cause, trial.stage()));
          }
        });
  }
}
