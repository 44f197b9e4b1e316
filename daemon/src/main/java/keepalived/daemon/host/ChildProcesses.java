package keepalived.daemon.host;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import keepalived.core.loop.Loop;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.Processes;
import keepalived.daemon.script.Launcher;
import keepalived.daemon.script.ScriptBook;
import keepalived.linux.child.Children;
import keepalived.linux.child.Orphans;
import keepalived.tracking.script.ScriptRunner;

/// Child processes of this process; also collects orphans when the daemon is PID 1.
public final class ChildProcesses implements Processes {

  private final HostLoop loop;
  private final Children children;

  public ChildProcesses(HostLoop loop) {
    this.loop = loop;
    var epoll = EpollLoops.epoll(loop);
    children = new Children(epoll);
    Orphans.collect(epoll);
  }

  @Override
  public Launcher launcher() {
    return new HostLauncher(children);
  }

  @Override
  public ScriptRunner trackScripts(Loop engine, Supplier<ScriptBook> book) {
    return new TrackScripts(engine, loop, children, book);
  }

  @Override
  public CompletableFuture<Void> endAll(Duration grace) {
    return children.endAll(grace);
  }
}
