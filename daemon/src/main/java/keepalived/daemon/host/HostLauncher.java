package keepalived.daemon.host;

import java.util.Optional;
import java.util.function.Consumer;
import keepalived.daemon.script.Account;
import keepalived.daemon.script.Launch;
import keepalived.daemon.script.Launcher;
import keepalived.linux.child.ChildProcess;
import keepalived.linux.child.Children;
import keepalived.linux.child.Command;
import keepalived.linux.child.ExitStatus;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// Starts scripts as children of this process. Used on the loop of `children`.
public final class HostLauncher implements Launcher {

  private final Children children;

  public HostLauncher(Children children) {
    this.children = children;
  }

  @Override
  public Start start(Launch launch, Consumer<Ending> ended) {
    try {
      return new Child(children.spawn(command(launch), status -> ended.accept(ending(status))));
    } catch (LinuxException e) {
      return new NotStarted(e.errno().message());
    }
  }

  /// The launch as a command for a child process.
  Command command(Launch launch) {
    var command = Command.of(launch.arguments(), launch.environment()).in(launch.directory());
    return identity(launch.account()).map(command::as).orElse(command);
  }

  private Optional<Command.Identity> identity(Account account) {
    boolean ourselves =
        account.uid() == Native.LIBC.geteuid() && account.gid() == Native.LIBC.getegid();
    return ourselves
        ? Optional.empty()
        : Optional.of(
            new Command.Identity(account.uid(), account.gid(), !account.groups().isEmpty()));
  }

  private static Ending ending(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> new Exited(code);
      case ExitStatus.Killed(int signal) -> new Killed(signal);
      case ExitStatus.TimedOut _ ->
          throw new IllegalStateException("a launch has no time limit of its own");
    };
  }

  private record Child(ChildProcess process) implements Running {

    @Override
    public void terminate() {
      process.signal(ChildProcess.SIGTERM);
    }

    @Override
    public void kill() {
      process.kill();
    }
  }
}
