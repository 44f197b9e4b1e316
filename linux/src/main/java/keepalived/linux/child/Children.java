package keepalived.linux.child;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.loop.EpollLoop;

/// Starts child processes and reports, on the loop, how they ended. Used on the loop only. A start
/// takes a fraction of a millisecond of the loop's time; no call blocks.
public final class Children {

  private static final long SYS_PIDFD_OPEN = 434; // asm-generic/unistd.h, since Linux 5.3
  private static final int P_PID = 1; // linux/wait.h
  private static final int PIPE_FLAGS = 0x80000 | 0x800; // O_CLOEXEC | O_NONBLOCK

  /// Children of all objects of this class; each may have its own loop.
  private static final Set<Integer> AWAITED = ConcurrentHashMap.newKeySet();

  private final EpollLoop loop;
  private final Spawn spawn = new Spawn();
  private final Map<Integer, ChildProcess> running = new LinkedHashMap<>();
  private Optional<CompletableFuture<Void>> gone = Optional.empty();

  public Children(EpollLoop loop) {
    this.loop = loop;
  }

  /// Starts the command and calls `ended` once, on the loop, after this call has returned. Throws
  /// [LinuxException] when the program cannot be run; with another user, the failure shows as exit
  /// code 126 or 127 instead, as in a shell.
  public ChildProcess spawn(Command command, Consumer<ExitStatus> ended) {
    if (command.output() != Command.Output.CAPTURED) {
      return observe(command, spawn.start(command, OptionalInt.empty()), Optional.empty(), ended);
    }
    var pair = Native.allocate(8);
    Native.check("pipe2", Native.LIBC.pipe2(pair, PIPE_FLAGS));
    var reader = new Descriptor("pipe2", pair.getInt(0));
    try (var writer = new Descriptor("pipe2", pair.getInt(4))) {
      blocking(writer);
      int pid = spawn.start(command, OptionalInt.of(writer.number()));
      return observe(command, pid, Optional.of(reader), ended);
    } catch (LinuxException failure) {
      reader.close();
      throw failure;
    }
  }

  /// Makes the child's end of the pipe blocking, like any other output.
  private static void blocking(Descriptor writer) {
    int setFlags = 4; // asm-generic/fcntl.h, F_SETFL
    Native.check("fcntl(F_SETFL)", Native.LIBC.fcntl(writer.number(), setFlags, 1L));
  }

  private ChildProcess observe(
      Command command, int pid, Optional<Descriptor> output, Consumer<ExitStatus> ended) {
    int handle = (int) Native.LIBC.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
    if (handle < 0) {
      var errno = Native.errno();
      // Without a pidfd, the end of this child cannot be observed, so the child must not run.
      Native.LIBC.kill(-pid, ChildProcess.SIGKILL);
      Native.LIBC.waitid(P_PID, pid, Native.allocate(ChildProcess.SIGINFO), ChildProcess.WEXITED);
      throw new LinuxException("pidfd_open", errno);
    }
    var owned = new Descriptor("pidfd_open", handle);
    var child = new ChildProcess(loop, pid, owned, output, status -> ended(pid, status, ended));
    running.put(pid, child);
    AWAITED.add(pid);
    return child.observe(command.timeout());
  }

  private void ended(int pid, ExitStatus status, Consumer<ExitStatus> told) {
    running.remove(pid);
    AWAITED.remove(pid);
    told.accept(status);
    if (running.isEmpty()) {
      gone.ifPresent(all -> all.complete(null));
    }
  }

  /// Whether an object of this class waits for this child. From any thread.
  static boolean isAwaited(int pid) {
    return AWAITED.contains(pid);
  }

  /// Signals all children to end, and kills those that still run after `patience`. The caller waits
  /// for the result before closing the loop; otherwise children would be left to process 1.
  ///
  /// @return completed on the loop when no child is left
  public CompletableFuture<Void> endAll(Duration patience) {
    var all = new CompletableFuture<Void>();
    gone = Optional.of(all);
    if (running.isEmpty()) {
      all.complete(null);
    }
    List.copyOf(running.values()).forEach(ChildProcess::terminate);
    loop.after(patience, () -> List.copyOf(running.values()).forEach(ChildProcess::kill));
    return all;
  }
}
