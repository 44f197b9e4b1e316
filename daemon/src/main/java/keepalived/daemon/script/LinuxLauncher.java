package keepalived.daemon.script;

import java.util.Optional;
import java.util.function.Consumer;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.process.Children;
import keepalived.linux.process.Command;
import keepalived.linux.process.ExitStatus;

/// Starts programs as children of this process; output goes to /dev/null, as the original's.
public final class LinuxLauncher implements Launcher {

  private final Children children;

  public LinuxLauncher(EpollLoop loop) {
    children = new Children(loop);
  }

  /// For [Children#spawn] by those who want output or a timeout of its own.
  public static Command command(Launch launch) {
    var account = launch.account();
    return new Command(
        launch.arguments(),
        launch.environment(),
        Optional.of(
            new Command.Identity(account.uid(), account.gid(), !account.groups().isEmpty())),
        Optional.of(launch.directory()),
        Command.Output.DISCARDED,
        Optional.empty());
  }

  @Override
  public Start start(Launch launch, Consumer<Ending> ended) {
    try {
      return new Child(children.spawn(command(launch), status -> ended.accept(ending(status))));
    } catch (LinuxException e) {
      return new NotStarted(e.getMessage());
    }
  }

  private static Ending ending(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(var code) -> new Exited(code);
      case ExitStatus.Killed(var signal) -> new Killed(signal);
      case ExitStatus.TimedOut() -> new Killed(keepalived.linux.process.Running.SIGTERM);
    };
  }

  private record Child(keepalived.linux.process.Running child) implements Running {

    @Override
    public void terminate() {
      child.terminate();
    }

    @Override
    public void kill() {
      child.kill();
    }
  }
}
