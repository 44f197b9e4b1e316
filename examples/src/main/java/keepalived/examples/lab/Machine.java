package keepalived.examples.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A machine of a lab: namespaces of its own, held by an init process that reaps orphans. It has
/// its own `/run`, host name and `/etc/keepalived` ([#etc] from outside), and shares the rest of
/// the file system.
public final class Machine {

  /// Tells its pid once set up, then lives until its standard input ends: with us.
  private static final String INIT =
      """
      hostname "$1"
      mount -t sysfs sysfs /sys
      mount -t tmpfs tmpfs /run
      mkdir -p /run/tmp /run/netns
      mount --bind "$2" /etc/keepalived
      ip link set lo up
      sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 || true
      echo ready
      read -r _
      """;

  private final String name;
  private final Path etc;
  private final Process init;
  private final long pid;
  private final Queue<Program> programs = new ConcurrentLinkedQueue<>();

  private Machine(String name, Path etc, Process init, long pid) {
    this.name = name;
    this.etc = etc;
    this.init = init;
    this.pid = pid;
  }

  static Machine boot(String name, Path directory) {
    try {
      Files.createDirectories(Path.of("/etc/keepalived"));
      Path etc = Files.createDirectories(directory.resolve(name));
      var init =
          new ProcessBuilder(
                  "unshare",
                  "--net",
                  "--pid",
                  "--mount",
                  "--uts",
                  "--fork",
                  "--mount-proc",
                  "--kill-child=KILL",
                  "bash",
                  "-c",
                  INIT,
                  "init",
                  name,
                  etc.toString())
              .redirectErrorStream(true)
              .start();
      var reader =
          new BufferedReader(new InputStreamReader(init.getInputStream(), StandardCharsets.UTF_8));
      String line = reader.readLine();
      if (!"ready".equals(line)) {
        throw new IllegalStateException("machine " + name + " did not boot: " + line);
      }
      long pid = init.children().findFirst().orElseThrow().pid();
      return new Machine(name, etc, init, pid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return name;
  }

  /// The init process, as the host sees it.
  long pid() {
    return pid;
  }

  /// What the machine sees as `/etc/keepalived`.
  public Path etc() {
    return etc;
  }

  /// Writes a file of `/etc/keepalived`; scripts get their execute bits.
  public Path write(String fileName, String text) {
    try {
      Path file = Files.writeString(etc.resolve(fileName), text);
      if (text.startsWith("#!")) {
        file.toFile().setExecutable(true, false);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> inside(String... command) {
    var words =
        new ArrayList<>(
            List.of(
                "nsenter", "--target", Long.toString(pid), "--net", "--pid", "--mount", "--uts"));
    words.addAll(List.of(command));
    return words;
  }

  /// Runs a command on this machine; standard output and error together.
  public String mustRun(String... command) {
    return Commands.mustRun(inside(command));
  }

  /// Runs a command in the network namespace only, so that it may name processes of the host.
  void mustRunOnNetwork(String... command) {
    var words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(pid), "--net"));
    words.addAll(List.of(command));
    Commands.mustRun(words);
  }

  /// Runs a command that may fail.
  public String run(String... command) {
    return Commands.run(inside(command)).output();
  }

  public int status(String... command) {
    return Commands.run(inside(command)).status();
  }

  /// Starts a program in a session of its own, so that its whole process group can be killed.
  public Program start(String... command) {
    var words = new ArrayList<>(List.of("env", "TMPDIR=/run/tmp", "setsid"));
    words.addAll(List.of(command));
    var program = Program.start(this, inside(words.toArray(String[]::new)));
    programs.add(program);
    return program;
  }

  /// Whether any interface of this machine has the address.
  public boolean has(String address) {
    return run("ip", "-o", "addr", "show").contains(" " + address + "/");
  }

  /// Everything on it dies at once, as by a cut of its power, and has died when this returns.
  public void powerOff() {
    init.destroyForcibly();
    programs.forEach(Program::discard);
    try {
      init.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Waiting.until(name + " is off", () -> !runs());
  }

  /// The first process of a namespace becomes a zombie after all others in it have ended
  /// (pid_namespaces(7)).
  private boolean runs() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
