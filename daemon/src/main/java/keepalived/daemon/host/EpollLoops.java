package keepalived.daemon.host;

import java.util.function.Consumer;
import keepalived.core.time.MonoTime;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.LoopPorts;
import keepalived.linux.loop.EpollLoop;

/// Loops that wait in epoll.
public final class EpollLoops implements LoopPorts.Loops {

  private record Epoll(EpollLoop loop) implements HostLoop {

    @Override
    public MonoTime now() {
      return loop.now();
    }

    @Override
    public void readClock() {
      loop.readClock();
    }

    @Override
    public void post(Runnable task) {
      loop.post(task);
    }

    @Override
    public Cancellable at(MonoTime when, Runnable task) {
      return loop.at(when, task);
    }

    @Override
    public void close() {
      loop.close();
    }
  }

  @Override
  public HostLoop start(String name, Consumer<Throwable> uncaught) {
    return new Epoll(EpollLoop.start(name, uncaught));
  }

  /// The epoll loop behind a loop started here, for code that watches descriptors.
  public static EpollLoop epoll(HostLoop loop) {
    if (loop instanceof Epoll(var epoll)) {
      return epoll;
    }
    throw new IllegalArgumentException("not started by EpollLoops: " + loop);
  }
}
