package keepalived.daemon.host;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.config.script.Script;
import keepalived.daemon.script.ScriptBook;
import keepalived.healthcheck.probe.ScriptRunner;
import keepalived.linux.child.ChildProcess;
import keepalived.linux.child.Children;
import keepalived.linux.child.ExitStatus;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;

/// Runs the scripts of MISC_CHECK as children of the checkers' loop.
public final class MiscScripts implements ScriptRunner {

  private final Children children;
  private final Supplier<ScriptBook> book;

  public MiscScripts(Children children, Supplier<ScriptBook> book) {
    this.children = children;
    this.book = book;
  }

  /// @throws LinuxException when the script must not or cannot be run; the check then fails
  @Override
  public ChildProcess run(Script script, Duration timeout, Consumer<ExitStatus> ended) {
    var scripts = book.get();
    var program =
        scripts
            .program(script)
            .filter(found -> scripts.objection(found).isEmpty())
            .orElseThrow(() -> new LinuxException("run " + script.program(), Errno.EACCES));
    var launch = scripts.launch(program, List.of());
    return children.spawn(new HostLauncher(children).command(launch).within(timeout), ended);
  }
}
