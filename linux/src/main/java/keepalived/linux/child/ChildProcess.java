package keepalived.linux.child;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;

/// A started child. Used on its loop only.
///
/// The process id belongs to the child until its exit status is collected here, so a signal cannot
/// reach another process.
public final class ChildProcess {

  public static final int SIGHUP = 1; // asm-generic/signal.h
  public static final int SIGKILL = 9;
  public static final int SIGTERM = 15;

  private static final Duration UNTIL_KILL = Duration.ofSeconds(2);
  private static final Duration UNTIL_KILL_AGAIN = Duration.ofSeconds(10);
  private static final int OUTPUT_KEPT = 4096;

  private static final int P_PIDFD = 3; // linux/wait.h, since Linux 5.4
  private static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int SIGINFO = 128; // siginfo_t: code at 8, process at 16, status at 24
  private static final int CLD_EXITED = 1; // asm-generic/siginfo.h

  /// The progress of ending a child.
  public enum State {
    RUNNING,
    /// SIGTERM was sent.
    TERMINATING,
    /// SIGKILL was sent.
    KILLING,
    ENDED
  }

  private final EpollLoop loop;
  private final int pid;
  private final Descriptor handle;
  private final Optional<Descriptor> output;
  private final Consumer<ExitStatus> ended;
  private final ByteBuffer tail = ByteBuffer.allocate(2 * OUTPUT_KEPT);
  private State state = State.RUNNING;
  private boolean timedOut;
  private Optional<Watch> exitWatch = Optional.empty();
  private Optional<Watch> outputWatch = Optional.empty();
  private Loop.Cancellable timer = () -> {};

  ChildProcess(
      EpollLoop loop,
      int pid,
      Descriptor handle,
      Optional<Descriptor> output,
      Consumer<ExitStatus> ended) {
    this.loop = loop;
    this.pid = pid;
    this.handle = handle;
    this.output = output;
    this.ended = ended;
  }

  ChildProcess observe(Optional<Duration> timeout) {
    exitWatch = Optional.of(loop.watch(handle.number(), this::collect));
    outputWatch = output.map(pipe -> loop.watch(pipe.number(), this::readOutput));
    timeout.ifPresent(
        limit ->
            timer =
                loop.after(
                    limit,
                    () -> {
                      timedOut = true;
                      terminate();
                    }));
    return this;
  }

  public int pid() {
    return pid;
  }

  public State state() {
    return state;
  }

  /// Whether the child exceeded its time limit, so that its end is reported as a timeout.
  public boolean timedOut() {
    return timedOut;
  }

  /// The last 4 KiB of the output, when it is captured.
  public String output() {
    int from = Math.max(0, tail.position() - OUTPUT_KEPT);
    return new String(tail.array(), from, tail.position() - from, StandardCharsets.UTF_8);
  }

  /// Sends a signal to the child and to all processes of its session; no effect after its end.
  public void signal(int number) {
    if (state != State.ENDED) {
      Native.LIBC.kill(-pid, number);
    }
  }

  /// Sends SIGTERM, after 2 s SIGKILL, and SIGKILL again every 10 s.
  public void terminate() {
    if (state == State.RUNNING) {
      state = State.TERMINATING;
      signal(SIGTERM);
      timer.cancel();
      timer = loop.after(UNTIL_KILL, this::kill);
    }
  }

  /// Sends SIGKILL, and again every 10 s.
  public void kill() {
    if (state != State.ENDED) {
      state = State.KILLING;
      signal(SIGKILL);
      timer.cancel();
      timer = loop.after(UNTIL_KILL_AGAIN, this::kill);
    }
  }

  private void collect() {
    var info = Native.allocate(SIGINFO);
    int result = Native.LIBC.waitid(P_PIDFD, handle.number(), info, WEXITED | WNOHANG);
    if (result < 0) {
      throw new LinuxException("waitid(" + pid + ")", Native.errno());
    }
    if (info.getInt(16) == 0) {
      return;
    }
    int code = info.getInt(8);
    int status = info.getInt(24);
    timer.cancel();
    exitWatch.ifPresent(Watch::close);
    handle.close();
    state = State.ENDED;
    closeOutput();
    ended.accept(exitStatus(code, status));
  }

  private ExitStatus exitStatus(int code, int status) {
    if (timedOut) {
      return new ExitStatus.TimedOut();
    }
    return code == CLD_EXITED ? new ExitStatus.Exited(status) : new ExitStatus.Killed(status);
  }

  private void closeOutput() {
    output.ifPresent(
        pipe -> {
          if (pipe.isOpen()) {
            readOutput();
          }
          if (pipe.isOpen()) {
            outputWatch.ifPresent(Watch::close);
            pipe.close();
          }
        });
  }

  /// Reads what is in the pipe; closes it at its end.
  private void readOutput() {
    var pipe = output.orElseThrow();
    var chunk = Native.allocate(OUTPUT_KEPT);
    long length = Native.LIBC.read(pipe.number(), chunk.clear(), OUTPUT_KEPT);
    while (length > 0) {
      keep(chunk.limit((int) length));
      length = Native.LIBC.read(pipe.number(), chunk.clear(), OUTPUT_KEPT);
    }
    if (length == 0) {
      outputWatch.ifPresent(Watch::close);
      pipe.close();
    }
  }

  private void keep(ByteBuffer chunk) {
    if (tail.remaining() < chunk.remaining()) {
      int from = tail.position() - Math.min(tail.position(), OUTPUT_KEPT);
      tail.flip().position(from);
      tail.compact();
    }
    tail.put(chunk);
  }
}
