package keepalived.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// The addresses of a network namespace, read without starting a program.
final class Addresses {

  private Addresses() {}

  /// Whether an interface of the namespace has the address, whether or not the interface is up.
  ///
  /// @param pid a process of the namespace
  /// @param address an IPv4 or IPv6 address as text, without a prefix length
  static boolean in(long pid, String address) {
    try {
      var wanted = InetAddress.ofLiteral(address);
      return wanted instanceof Inet6Address
          ? inet6(pid, wanted)
          : NamespaceThread.in(pid, () -> inet4(wanted));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Looks in the namespace of the calling thread: the JDK reads IPv4 addresses through a socket.
  private static boolean inet4(InetAddress wanted) throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(wanted::equals);
  }

  /// Reads /proc, because the JDK reads IPv6 addresses in the namespace of its first thread.
  private static boolean inet6(long pid, InetAddress wanted) {
    String digits = HexFormat.of().formatHex(wanted.getAddress());
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/net/if_inet6"))) {
      return lines.anyMatch(line -> line.startsWith(digits));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
