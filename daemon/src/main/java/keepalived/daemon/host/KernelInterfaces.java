package keepalived.daemon.host;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import keepalived.conf.HostFacts.NetworkInterface;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.Links;
import keepalived.linux.process.Namespaces;

/// Interfaces as rtnetlink tells them. /sys would show those of the namespace it was mounted in,
/// which is another than ours after `nsenter -n` or systemd's NetworkNamespacePath.
public final class KernelInterfaces {

  private static final int ARPHRD_ETHER = 1; // linux/if_arp.h
  private static final int NAME_BYTES = 15; // linux/if.h, IFNAMSIZ without its NUL
  private static final Set<String> VIRTUAL_MACS = Set.of("macvlan", "ipvlan");

  private KernelInterfaces() {}

  /// The interface of that name; empty when there is none. Where the kernel cannot be asked, what a
  /// file names is taken to be there: the daemon says later what it lacks.
  ///
  /// @param namespace the network namespace to look in; the calling thread's when empty
  public static Optional<NetworkInterface> find(Optional<String> namespace, String name) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > NAME_BYTES) {
      return Optional.empty();
    }
    try (var socket = namespace.isPresent() ? open(namespace.get()) : open()) {
      return new Links(socket).find(name).map(KernelInterfaces::facts);
    } catch (LinuxException refused) {
      return Optional.of(new NetworkInterface(name, name.equals("lo"), true, true, false));
    }
  }

  private static NetworkInterface facts(Link link) {
    return new NetworkInterface(
        link.name(),
        link.isLoopback(),
        link.hasMulticast(),
        link.hardware().type() == ARPHRD_ETHER,
        VIRTUAL_MACS.contains(link.kind().name()));
  }

  private static NetlinkSocket open() {
    return NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT);
  }

  /// A socket belongs to the namespace its thread was in; a thread of its own goes there for it.
  private static NetlinkSocket open(String namespace) {
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                Namespaces.enter(namespace);
                return open();
              },
              Thread.ofPlatform().name("namespace")::start)
          .join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof LinuxException refused) {
        throw refused;
      }
      throw failed;
    }
  }
}
