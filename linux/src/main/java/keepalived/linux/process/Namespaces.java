package keepalived.linux.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// Named network namespaces, as `ip netns` creates them. A namespace belongs to a thread: sockets,
/// loops, threads and children that a thread makes after `enter` are in the namespace; existing
/// threads are not. A daemon enters at the top of `main`, before it starts anything.
public final class Namespaces {

  private static final int O_CLOEXEC = 0x80000; // asm-generic/fcntl.h
  private static final int CLONE_NEWNET = 0x4000_0000; // linux/sched.h
  private static final List<Path> DIRECTORIES =
      List.of(Path.of("/run/netns"), Path.of("/var/run/netns"));

  private Namespaces() {}

  /// The file of the namespace with this name; empty when it does not exist.
  public static Optional<Path> find(String name) {
    if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
      return Optional.empty();
    }
    return DIRECTORIES.stream().map(d -> d.resolve(name)).filter(Files::exists).findFirst();
  }

  /// Moves the calling thread into the namespace. Throws [LinuxException] when it does not exist or
  /// the permission is missing.
  public static void enter(String name) {
    var path =
        find(name).orElseThrow(() -> new LinuxException("setns(" + name + ")", Errno.ENOENT));
    try (var file =
        new Descriptor("open(" + path + ")", Native.LIBC.open(path.toString(), O_CLOEXEC, 0))) {
      Native.check("setns(" + name + ")", Native.LIBC.setns(file.number(), CLONE_NEWNET));
    }
  }
}
