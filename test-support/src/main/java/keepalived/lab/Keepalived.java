package keepalived.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The two programs that read keepalived.conf: ours, and the original from Debian.
public enum Keepalived {
  OURS(launcher()),
  ORIGINAL("/usr/sbin/keepalived");

  private final String program;

  Keepalived(String program) {
    this.program = program;
  }

  /// The launcher: `-Dkeepalived.launcher`, or the one that the build made.
  private static String launcher() {
    String given = System.getProperty("keepalived.launcher");
    return given != null
        ? given
        : Path.of("..", "daemon", "target", "dist", "bin", "keepalived")
            .toAbsolutePath()
            .normalize()
            .toString();
  }

  public String program() {
    return program;
  }

  /// Runs in the foreground on a machine with a file of its `/etc/keepalived`, logging all details.
  public Program start(Machine machine, String file, String... more) {
    var command = new ArrayList<>(List.of(program, "-n", "-l", "-D"));
    command.addAll(List.of("-f", "/etc/keepalived/" + file));
    command.addAll(List.of(more));
    return machine.start(command.toArray(String[]::new));
  }
}
