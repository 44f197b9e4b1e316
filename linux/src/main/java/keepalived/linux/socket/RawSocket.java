package keepalived.linux.socket;

/// The common operations of raw sockets of both families.
public sealed interface RawSocket extends AutoCloseable permits Ipv4RawSocket, Ipv6RawSocket {

  int descriptor();

  SocketOptions options();

  /// Whether this host receives the multicast packets that it sends.
  void multicastLoop(boolean on);

  /// Sends multicast packets out of this link.
  ///
  /// @param link the kernel's index of the link
  void multicastLink(int link);

  @Override
  void close();
}
