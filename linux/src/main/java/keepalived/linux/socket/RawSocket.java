package keepalived.linux.socket;

/// What raw sockets of both families have in common.
public sealed interface RawSocket extends AutoCloseable permits Ipv4RawSocket, Ipv6RawSocket {

  int descriptor();

  SocketOptions options();

  /// Whether the host hears the multicast packets it sends.
  void multicastLoop(boolean on);

  /// Sends multicast packets out of this link.
  ///
  /// @param link the kernel's number
  void multicastLink(int link);

  @Override
  void close();
}
