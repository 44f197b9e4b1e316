package keepalived.daemon.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import keepalived.core.log.PartLog;
import keepalived.core.net.Endpoint;
import keepalived.linux.loop.EpollLoop;

/// The read-only socket for every user of the host. When it cannot be had, the daemon goes on
/// without it.
public final class StatusServer implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int LINE = 4096;
  private static final int HEADER = 8192;
  private static final int CHUNK = 8192;

  /// The user that all clients of TCP together count as.
  private static final int REMOTE = -1;

  private static final byte[] FULL =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final EpollLoop loop;
  private final SocketFile file;
  private final PartLog log;
  private final Resources resources;
  private final Connections connections = new Connections();

  /// What is served over TCP; used on the loop.
  private Optional<Endpoint> listening = Optional.empty();

  private Optional<Channel> tcp = Optional.empty();

  private StatusServer(EpollLoop loop, SocketFile file, PartLog log, Sources sources) {
    this.loop = loop;
    this.file = file;
    this.log = log;
    resources = new Resources(new Readings(loop, sources));
  }

  /// Serves at `path` until it is closed.
  ///
  /// @param loop of its own; the caller closes it afterwards
  public static StatusServer start(EpollLoop loop, Path path, PartLog log, Sources sources) {
    var server = new StatusServer(loop, new SocketFile(path), log, sources);
    try {
      server.bind(server.file.prepare());
      server.file.publish();
    } catch (IOException e) {
      log.warning("status socket " + path + ": " + e.getMessage() + "; `show` cannot be used");
    }
    return server;
  }

  private void bind(Path path) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loop.netty())
            .channel(EpollServerDomainSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(
                new ChannelInitializer<EpollDomainSocketChannel>() {
                  @Override
                  protected void initChannel(EpollDomainSocketChannel channel) throws IOException {
                    accept(channel, channel.peerCredentials().uid(), resources::answer);
                  }
                })
            .bind(new DomainSocketAddress(path.toFile()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
  }

  /// Serves metrics and health over TCP at another address from now on, or nowhere. A failure is
  /// logged once for each configuration. Called on any thread.
  public void listen(Optional<Endpoint> wanted) {
    loop.post(
        () -> {
          if (!wanted.equals(listening)) {
            tcp.ifPresent(Channel::close);
            tcp = Optional.empty();
            listening = wanted;
            wanted.ifPresent(this::bindTcp);
          }
        });
  }

  private void bindTcp(Endpoint endpoint) {
    var bound =
        new ServerBootstrap()
            .group(loop.netty())
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<EpollSocketChannel>() {
                  @Override
                  protected void initChannel(EpollSocketChannel channel) {
                    accept(channel, REMOTE, resources::answerRemote);
                  }
                })
            .bind(new InetSocketAddress(endpoint.address().toString(), endpoint.port()));
    bound.addListener(
        _ -> {
          if (bound.isSuccess()) {
            tcp = Optional.of(bound.channel());
          } else {
            log.warning("metrics_address " + endpoint + ": " + bound.cause().getMessage());
          }
        });
  }

  private void accept(Channel channel, int user, Conversation.Respondent respondent) {
    if (!connections.enter(user)) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(FULL)).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    channel.closeFuture().addListener(_ -> connections.leave(user));
    channel
        .pipeline()
        .addLast(new HttpServerCodec(LINE, HEADER, CHUNK))
        .addLast(new Conversation(respondent, connections));
  }

  /// Removes the socket. Connections end with the loop.
  @Override
  public void close() {
    try {
      file.remove();
    } catch (IOException e) {
      log.warning("status socket " + file + ": " + e.getMessage());
    }
  }
}
