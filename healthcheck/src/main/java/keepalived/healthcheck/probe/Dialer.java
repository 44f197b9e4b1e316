package keepalived.healthcheck.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;

/// Opens the channels of probes with the options of the check: target, source address, interface
/// and packet mark.
public final class Dialer {

  private static final int SOL_SOCKET = 1; // asm-generic/socket.h
  private static final int INTERFACE_NAME = 16; // IFNAMSIZ, linux/if.h
  private static final ChannelOption<Integer> MARK =
      new IntegerUnixChannelOption("SO_MARK", SOL_SOCKET, 36);

  /// Reports all ICMP errors to the socket, not only `port unreachable` (IP_RECVERR, IPV6_RECVERR:
  /// linux/in.h, linux/in6.h).
  private static final ChannelOption<Integer> RECEIVE_ERRORS =
      new IntegerUnixChannelOption("IP_RECVERR", 0, 11);

  private static final ChannelOption<Integer> RECEIVE_ERRORS_6 =
      new IntegerUnixChannelOption("IPV6_RECVERR", 41, 25);
  private static final ChannelOption<ByteBuffer> BIND_TO_DEVICE =
      new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, 25, INTERFACE_NAME);

  private final EventLoopGroup loop;

  public Dialer(EventLoopGroup loop) {
    this.loop = loop;
  }

  /// Opens a TCP connection. The handlers see the channel become active; if the connection fails,
  /// the attempt ends.
  public void stream(
      ProbeAttempt attempt, Check.Connection connection, ChannelHandler... handlers) {
    attempt.enter(FailureReason.Stage.CONNECT, connection.timeout());
    dial(attempt, connection, () -> new EpollSocketChannel(family(connection)), handlers);
  }

  /// Opens a connected UDP socket, so that ICMP errors are reported to it.
  public void datagram(
      ProbeAttempt attempt, Check.Connection connection, ChannelHandler... handlers) {
    dial(attempt, connection, () -> datagramChannel(family(connection)), handlers);
  }

  private static Channel datagramChannel(SocketProtocolFamily family) {
    var channel = new EpollDatagramChannel(family);
    var errors = family == SocketProtocolFamily.INET ? RECEIVE_ERRORS : RECEIVE_ERRORS_6;
    channel.config().setOption(errors, 1);
    return channel;
  }

  private void dial(
      ProbeAttempt attempt,
      Check.Connection connection,
      ChannelFactory<Channel> factory,
      ChannelHandler... handlers) {
    var bootstrap = new Bootstrap().group(loop).channelFactory(factory).handler(adding(handlers));
    options(bootstrap, connection);
    try {
      var remote = socketAddress(connection, connection.target().address());
      var future =
          connection.bindAddress().isPresent() || connection.bindPort() > 0
              ? bootstrap.connect(remote, local(connection))
              : bootstrap.connect(remote);
      attempt.release(() -> closeLater(attempt, future.channel()));
      future.addListener(
          ended -> {
            if (!ended.isSuccess() && !attempt.isOver()) {
              attempt.finish(ProbeErrors.result(ended.cause(), FailureReason.Stage.CONNECT));
            }
          });
    } catch (UnknownHostException | SocketException e) {
      attempt.finish(new ProbeResult.NotRun(e.getMessage()));
    }
  }

  /// Closes the channel after the read that may have ended the attempt. Netty's datagram channel
  /// goes on reading after a handler closed it, with the number of a descriptor that another thread
  /// may have opened meanwhile: a blocking one would stop the loop for ever.
  private static void closeLater(ProbeAttempt attempt, Channel channel) {
    attempt.loop().post(channel::close);
  }

  private static ChannelHandler adding(ChannelHandler... handlers) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handlers);
      }
    };
  }

  private static SocketProtocolFamily family(Check.Connection connection) {
    return connection.target().address().family() == Family.IPV4
        ? SocketProtocolFamily.INET
        : SocketProtocolFamily.INET6;
  }

  private static void options(Bootstrap bootstrap, Check.Connection connection) {
    // The attempt has its own deadline; Netty's would end attempts after 30 s.
    bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    if (connection.bindPort() > 0) {
      bootstrap.option(ChannelOption.SO_REUSEADDR, true);
    }
    if (connection.mark() != 0) {
      bootstrap.option(MARK, (int) connection.mark());
    }
    connection
        .bindInterface()
        .ifPresent(name -> bootstrap.option(BIND_TO_DEVICE, interfaceName(name)));
  }

  private static ByteBuffer interfaceName(String name) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    var buffer = ByteBuffer.allocate(INTERFACE_NAME);
    buffer.put(bytes, 0, Math.min(bytes.length, INTERFACE_NAME - 1));
    return buffer.position(0);
  }

  private static InetSocketAddress local(Check.Connection connection)
      throws UnknownHostException, SocketException {
    var any = connection.target().address().family() == Family.IPV4 ? "0.0.0.0" : "::";
    var address = connection.bindAddress().or(() -> IpAddress.parse(any)).orElseThrow();
    return new InetSocketAddress(inetAddress(connection, address), connection.bindPort());
  }

  private static InetSocketAddress socketAddress(Check.Connection connection, IpAddress address)
      throws UnknownHostException, SocketException {
    return new InetSocketAddress(inetAddress(connection, address), connection.target().port());
  }

  /// Link-local addresses need the scope of an interface; other addresses must not have one.
  private static InetAddress inetAddress(Check.Connection connection, IpAddress address)
      throws UnknownHostException, SocketException {
    if (address.family() == Family.IPV6 && address.isLinkLocal()) {
      return Inet6Address.getByAddress(
          null, address.bytes(), linkIndex(connection.bindInterface()));
    }
    return InetAddress.getByAddress(address.bytes());
  }

  /// The index of an interface; 0 without a name.
  public static int linkIndex(Optional<String> name) throws SocketException {
    if (name.isEmpty()) {
      return 0;
    }
    var link = NetworkInterface.getByName(name.get());
    if (link == null) {
      throw new SocketException("no such device: " + name.get());
    }
    return link.getIndex();
  }
}
