package keepalived.linux.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import keepalived.core.loop.Loop;
import keepalived.linux.libc.Native;

/// Collects orphaned processes, as process 1 of a container must: otherwise a background process of
/// a script would stay a zombie after its end, and count as alive for `killall -0`.
///
/// Children that this process waits for are left alone: those of [Children], and those of the JVM,
/// which unlike scripts belong to our session. A child may end before [Children] knows it, so a
/// zombie is collected only when it is seen twice.
public final class Orphans {

  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Path PROC = Path.of("/proc");

  private static final int P_ALL = 0; // linux/wait.h
  private static final int P_PID = 1;
  private static final int WNOHANG = 1;
  private static final int WNOWAIT = 0x0100_0000;

  private final Loop loop;
  private final IntPredicate awaited;
  private Set<Integer> seen = Set.of();

  private Orphans(Loop loop, IntPredicate awaited) {
    this.loop = loop;
    this.awaited = awaited;
  }

  /// Starts to collect on this loop if we are process 1.
  public static void collect(Loop loop) {
    if (Native.LIBC.getpid() == 1) {
      loop.post(new Orphans(loop, Children::isAwaited)::look);
    }
  }

  private void look() {
    if (Native.LIBC.waitid(P_ALL, 0, info(), ChildProcess.WEXITED | WNOHANG | WNOWAIT) == 0) {
      seen = collect(zombies());
    }
    loop.after(INTERVAL, this::look);
  }

  private Set<Integer> collect(Set<Integer> zombies) {
    var fresh = new HashSet<Integer>();
    for (int pid : zombies) {
      if (seen.contains(pid)) {
        Native.LIBC.waitid(P_PID, pid, info(), ChildProcess.WEXITED | WNOHANG);
      } else {
        fresh.add(pid);
      }
    }
    return fresh;
  }

  private static ByteBuffer info() {
    return Native.allocate(ChildProcess.SIGINFO);
  }

  private Set<Integer> zombies() {
    var found = new HashSet<Integer>();
    int us = Native.LIBC.getpid();
    int session = status(us).session();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var entry : all) {
        int pid = Integer.parseInt(entry.getFileName().toString());
        var status = status(pid);
        if (status.isZombieOf(us) && status.session() != session && !awaited.test(pid)) {
          found.add(pid);
        }
      }
    } catch (IOException unreadable) {
      return Set.of();
    }
    return found;
  }

  /// Fields of /proc/PID/stat.
  record Status(char state, int parent, int session) {

    private static final Status NONE = new Status('?', 0, 0);

    boolean isZombieOf(int other) {
      return state == 'Z' && parent == other;
    }

    /// Parses the file. The name in parentheses may contain any character, so fields are read after
    /// the last parenthesis.
    static Status parse(String text) {
      var words = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
      return words.length < 4
          ? NONE
          : new Status(words[0].charAt(0), Integer.parseInt(words[1]), Integer.parseInt(words[3]));
    }
  }

  private static Status status(int pid) {
    try {
      var text = Files.readAllBytes(PROC.resolve(Integer.toString(pid)).resolve("stat"));
      return Status.parse(new String(text, StandardCharsets.ISO_8859_1));
    } catch (IOException gone) {
      return Status.NONE;
    }
  }
}
