package keepalived.healthcheck.check.http;

import io.netty.channel.ChannelHandler;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import keepalived.core.config.Check;
import keepalived.healthcheck.probe.Dialer;
import keepalived.healthcheck.probe.ProbeAttempt;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.linux.loop.EpollLoop;

/// Fetches a page as the HTTP probe does and returns the response, for `genhash`.
public final class PageFetch {

  private PageFetch() {}

  /// @param result success, or why the page was not received
  /// @param header includes the empty line at its end
  /// @param body the first megabyte at most
  /// @param md5 of the whole body, in hexadecimal
  public record Page(ProbeResult result, String header, byte[] body, String md5) {}

  /// Fetches the page and blocks until it is received or failed; must not be called on the loop.
  public static Page get(EpollLoop loop, TlsClients tls, Check.HttpCheck check) {
    var page = new CompletableFuture<Page>();
    loop.post(() -> begin(loop, tls, check, page));
    return page.join();
  }

  private static void begin(
      EpollLoop loop, TlsClients tls, Check.HttpCheck check, CompletableFuture<Page> page) {
    var answer = HttpAnswer.begin(true);
    var attempt =
        new ProbeAttempt(
            loop,
            result ->
                page.complete(new Page(result, answer.header(), answer.window(), answer.md5())));
    var handlers = new ArrayList<ChannelHandler>(2);
    check.tls().ifPresent(settings -> handlers.add(tls.handler(settings, check.urls().getFirst())));
    handlers.add(HttpProbe.collecting(attempt, check, answer));
    new Dialer(loop.netty())
        .stream(attempt, check.connection(), handlers.toArray(ChannelHandler[]::new));
  }
}
