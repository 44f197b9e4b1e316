package keepalived.linux.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// Named network namespaces, as `ip netns` makes them. A namespace belongs to a thread: sockets
/// opened, loops, threads and children started after `enter` on the same thread are inside, threads
/// that exist already are not. A daemon enters at the top of `main`, before it starts anything.
public final class Namespaces {

  private static final int O_CLOEXEC = 0x80000; // asm-generic/fcntl.h
  private static final int CLONE_NEWNET = 0x4000_0000; // linux/sched.h
  private static final List<Path> DIRECTORIES =
      List.of(Path.of("/run/netns"), Path.of("/var/run/netns"));

  private Namespaces() {}

  /// The file of the namespace of this name; empty when there is none.
  public static Optional<Path> find(String name) {
    if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
      return Optional.empty();
    }
    return DIRECTORIES.stream().map(d -> d.resolve(name)).filter(Files::exists).findFirst();
  }

  /// Moves the calling thread into the namespace. Throws [LinuxException] when there is none of
  /// this name, or we may not.
  public static void enter(String name) {
    var path =
        find(name).orElseThrow(() -> new LinuxException("setns(" + name + ")", Errno.ENOENT));
    try (var file =
        new Descriptor("open(" + path + ")", Native.LIBC.open(path.toString(), O_CLOEXEC, 0))) {
      Native.check("setns(" + name + ")", Native.LIBC.setns(file.number(), CLONE_NEWNET));
    }
  }
}
