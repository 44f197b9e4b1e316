package keepalived.linux.loop;

import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;
import keepalived.linux.libc.Native;

/// A loop on its own epoll thread. `now` is read once for each wake-up: a posted task, a ready
/// descriptor, or all timers due at once. Timers run in the order of their deadlines, and with
/// equal deadlines in the order in which they were set. Elsewhere (in a handler of a Netty channel,
/// on another thread) `now` reads the clock.
///
/// An exception of a task does not end the loop; it is passed to the hook given at the start.
public final class EpollLoop implements Loop, AutoCloseable {

  /// Events taken from one epoll_wait. Netty's default is an array of 4096 that grows.
  private static final int EVENTS_A_WAIT = 64;

  /// How long queued tasks may run before descriptors and timers are processed.
  private static final Duration TASKS_A_TURN = Duration.ofMillis(10);

  private static final Duration STOP = Duration.ofSeconds(10);

  /// A deadline that is never reached. Without a timer, Netty's loop would wake up once a second.
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final SingleThreadIoEventLoop netty;
  private final Consumer<Throwable> uncaught;
  private final TreeSet<Timer> timers = new TreeSet<>();
  private final Punctuality punctuality = new Punctuality();
  private MonoTime armed = new MonoTime(0);
  private boolean isArmed;
  private MonoTime now = new MonoTime(0);
  private boolean dispatching;
  private long asked;

  private EpollLoop(String name, Consumer<Throwable> uncaught) {
    this.uncaught = uncaught;
    ThreadFactory thread = body -> new FastThreadLocalThread(body, name);
    netty =
        new SingleThreadIoEventLoop(
            null,
            thread,
            EpollIoHandler.newFactory(EVENTS_A_WAIT, DefaultSelectStrategyFactory.INSTANCE),
            Integer.MAX_VALUE,
            RejectedExecutionHandlers.reject(),
            TASKS_A_TURN.toNanos());
  }

  /// Loads and links the classes of loops and native calls, so that the first use is not delayed.
  /// May be called on any thread, at any time.
  public static void load() {
    Native.LIBC.getpid();
    Epoll.ensureAvailability();
  }

  /// Starts a loop on a new thread with this name, in the network namespace of the calling thread.
  ///
  /// @param uncaught receives exceptions of tasks, on the loop
  public static EpollLoop start(String name, Consumer<Throwable> uncaught) {
    var loop = new EpollLoop(name, uncaught);
    loop.netty.schedule(() -> {}, NEVER.toNanos(), TimeUnit.NANOSECONDS);
    return loop;
  }

  @Override
  public MonoTime now() {
    return netty.inEventLoop() && dispatching ? now : new MonoTime(System.nanoTime());
  }

  @Override
  public void readClock() {
    requireLoop();
    now = new MonoTime(System.nanoTime());
  }

  /// Runs the task on the loop. After [#close] the task is dropped.
  @Override
  public void post(Runnable task) {
    try {
      netty.execute(() -> dispatch(task));
    } catch (RejectedExecutionException closed) {
      if (!netty.isShuttingDown()) {
        throw closed;
      }
    }
  }

  @Override
  public Cancellable at(MonoTime when, Runnable task) {
    requireLoop();
    var timer = new Timer(when, asked++, task);
    timers.add(timer);
    arm();
    return () -> timers.remove(timer);
  }

  /// Calls `readable` while the descriptor has data, or an error or hang-up that a read will
  /// report. The call may come once too often, so the descriptor must be non-blocking. Called on
  /// the loop only; the owner closes the watch before the descriptor.
  public Watch watch(int descriptor, Runnable readable) {
    return watch(descriptor, EpollIoOps.EPOLLIN, readable);
  }

  /// As [#watch(int, Runnable)], while the descriptor can be written to.
  public Watch watchWritable(int descriptor, Runnable writable) {
    return watch(descriptor, EpollIoOps.EPOLLOUT, writable);
  }

  private Watch watch(int descriptor, EpollIoOps interest, Runnable ready) {
    requireLoop();
    return Watch.open(netty, descriptor, interest, () -> dispatch(ready));
  }

  /// Netty's interface to this loop, for channels and bootstraps.
  public IoEventLoop netty() {
    return netty;
  }

  /// Whether the caller runs on this loop.
  public boolean isCurrent() {
    return netty.inEventLoop();
  }

  /// How late timers have run since the start. Called on the loop only.
  public Lateness lateness() {
    requireLoop();
    return punctuality.measured();
  }

  /// Calls `listener` on the loop, before the late task, when a timer runs later than `tolerance`.
  /// Replaces the previous listener. Called on the loop only.
  public void onLate(Duration tolerance, Consumer<Duration> listener) {
    requireLoop();
    punctuality.report(tolerance, listener);
  }

  /// Stops the loop: queued tasks run, timers do not. Waits for the thread, unless called on it.
  @Override
  public void close() {
    var stopped = netty.shutdownGracefully(0, STOP.toMillis(), TimeUnit.MILLISECONDS);
    if (!netty.inEventLoop()) {
      stopped.awaitUninterruptibly(STOP.toMillis());
    }
  }

  private void requireLoop() {
    if (!netty.inEventLoop()) {
      throw new IllegalStateException("called on " + Thread.currentThread() + ", not on the loop");
    }
  }

  /// Runs the work of one wake-up, after reading `now`. All exceptions of tasks end here.
  private void dispatch(Runnable body) {
    boolean nested = dispatching;
    if (!nested) {
      now = new MonoTime(System.nanoTime());
      dispatching = true;
    }
    try {
      body.run();
    } catch (Throwable thrown) {
      uncaught.accept(thrown);
    } finally {
      dispatching = nested;
    }
  }

  /// Arms Netty's timer for the first deadline. A wake-up for a cancelled timer stays armed: it
  /// finds nothing due and arms the next one, which is cheaper than cancelling each time.
  private void arm() {
    if (timers.isEmpty() || (isArmed && !timers.first().when().isBefore(armed))) {
      return;
    }
    armed = timers.first().when();
    isArmed = true;
    long delay = Math.max(0, armed.nanos() - System.nanoTime());
    var wanted = armed;
    netty.schedule(() -> wake(wanted), delay, TimeUnit.NANOSECONDS);
  }

  private void wake(MonoTime wanted) {
    if (isArmed && armed.equals(wanted)) {
      isArmed = false;
    }
    now = new MonoTime(System.nanoTime());
    var due = new ArrayList<Timer>();
    for (var timer : timers) {
      if (!timer.when().reached(now)) {
        break;
      }
      due.add(timer);
    }
    dispatching = true;
    for (var timer : due) {
      if (timers.remove(timer)) {
        dispatch(() -> run(timer));
      }
    }
    dispatching = false;
    arm();
  }

  private void run(Timer timer) {
    punctuality.ran(now.since(timer.when()));
    timer.task().run();
  }

  private record Timer(MonoTime when, long order, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byDeadline = when.compareTo(other.when);
      return byDeadline != 0 ? byDeadline : Long.compare(order, other.order);
    }
  }
}
