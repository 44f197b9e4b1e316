package keepalived.daemon.host;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import keepalived.conf.host.HostFacts;
import keepalived.conf.host.LocalHost;
import keepalived.core.net.IpAddress;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.Links;
import keepalived.linux.process.Namespaces;

/// The interfaces of the daemon's network namespace, or of a named one. /sys would show those of
/// the namespace in which it was mounted; that is another one after `nsenter -n` or with systemd's
/// NetworkNamespacePath.
public final class KernelInterfaces implements LocalHost.Interfaces {

  /// Shows the namespace of the reading thread. Used instead of netlink so that the first advert
  /// does not wait for netlink's classes.
  private static final Path DEVICES = Path.of("/proc/thread-self/net/dev"); // proc_pid_net(5)

  private static final int DEVICES_HEADER = 2;
  private static final int READINGS = 5;

  private static final int ARPHRD_ETHER = 1; // linux/if_arp.h
  private static final Set<String> VIRTUAL_MACS = Set.of("macvlan", "ipvlan");

  /// The names of the interfaces; empty when a namespace with that name cannot be entered.
  @Override
  public Set<String> names(Optional<String> namespace) {
    try {
      return namespace.isPresent() ? asked(namespace) : listed();
    } catch (IOException noProc) {
      return asked(namespace);
    }
  }

  /// Parses /proc/net/dev without streams, whose classes would have to be linked before the first
  /// advert.
  private static Set<String> listed() throws IOException {
    var names = new HashSet<String>();
    var lines = Files.readAllLines(DEVICES);
    for (String line : lines.subList(DEVICES_HEADER, lines.size())) {
      names.add(line.substring(0, line.indexOf(':')).strip());
    }
    return names;
  }

  /// Reads the names by netlink. An interface that is missing from one dump on a busy host is in
  /// the next one.
  private static Set<String> asked(Optional<String> namespace) {
    try (var socket = open(namespace)) {
      var links = new Links(socket);
      var names = new HashSet<String>();
      boolean whole = false;
      for (int i = 0; i < READINGS && !whole; i++) {
        var dump = links.dump();
        dump.entries().forEach(link -> names.add(link.name()));
        whole = dump.whole();
      }
      return names;
    } catch (LinuxException refused) {
      return Set.of();
    }
  }

  @Override
  public boolean isForeign(Optional<String> namespace, String name) {
    try (var socket = open(namespace)) {
      return new Links(socket).find(name).filter(KernelInterfaces::isForeign).isPresent();
    } catch (LinuxException refused) {
      return false;
    }
  }

  @Override
  public int mtu(Optional<String> namespace, String name) {
    try (var socket = open(namespace)) {
      return new Links(socket)
          .find(name)
          .map(link -> link.hardware().mtu())
          .orElse(HostFacts.NetworkInterface.USUAL_MTU);
    } catch (LinuxException refused) {
      return HostFacts.NetworkInterface.USUAL_MTU;
    }
  }

  /// All addresses in the daemon's namespace.
  public static Set<IpAddress> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(address -> IpAddress.of(address.getAddress()))
          .collect(Collectors.toUnmodifiableSet());
    } catch (SocketException refused) {
      return Set.of();
    }
  }

  private static boolean isForeign(Link link) {
    return link.hardware().type() == ARPHRD_ETHER && !VIRTUAL_MACS.contains(link.kind().name());
  }

  /// Opens a socket in a namespace. A socket belongs to the namespace of the thread that opens it,
  /// so a separate thread enters the namespace.
  private static NetlinkSocket open(Optional<String> namespace) {
    if (namespace.isEmpty()) {
      return open();
    }
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                Namespaces.enter(namespace.get());
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

  private static NetlinkSocket open() {
    return NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT);
  }
}
