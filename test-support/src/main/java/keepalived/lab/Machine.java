package keepalived.lab;

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
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A machine: namespaces held by an init process. A machine of a [Lab] has its own network,
/// processes, `/run`, host name and `/etc/keepalived` ([#etc] from outside) and shares the rest of
/// the file system; its init process reaps orphans. A machine made by [#network] has only its own
/// network. Needs root, util-linux and iproute2.
public final class Machine implements AutoCloseable {

  /// Prints a line when the setup is done, then runs until its standard input ends: as long as this
  /// process.
  private static final String INIT =
      """
      echo "$1" >/proc/sys/kernel/hostname
      mount -t sysfs sysfs /sys
      mount -t tmpfs tmpfs /run
      mkdir -p /run/tmp /run/netns
      mount --bind "$2" /etc/keepalived
      ip link set lo up
      cd /proc/sys/net/ipv6/conf && echo 0 >default/accept_dad && echo 0 >all/accept_dad
      cd /
      echo ready
      read -r _
      """;

  private static final String NETWORK_INIT = "ip link set lo up; echo ready; read -r _";

  private static final List<String> OWN_NETWORK = List.of("--net");
  private static final List<String> OWN_SYSTEM = List.of("--net", "--pid", "--mount", "--uts");
  private static final List<String> FIRST_PROCESS =
      List.of("--fork", "--kill-child=KILL", "--mount-proc", "bash", "-c", INIT, "init");

  private final String name;
  private final Path etc;
  private final List<String> namespaces;
  private final Process init;
  private final long pid;
  private final Queue<Program> programs = new ConcurrentLinkedQueue<>();

  private Machine(String name, Path etc, List<String> namespaces, List<String> command) {
    this.name = name;
    this.etc = etc;
    this.namespaces = namespaces;
    try {
      var line = new ArrayList<>(List.of("unshare"));
      line.addAll(namespaces);
      line.addAll(command);
      init = new ProcessBuilder(line).redirectErrorStream(true).start();
      var reader =
          new BufferedReader(new InputStreamReader(init.getInputStream(), StandardCharsets.UTF_8));
      String said = reader.readLine();
      if (!"ready".equals(said)) {
        throw new IllegalStateException("machine " + name + " did not boot: " + said);
      }
      pid = hasOwnProcesses() ? init.children().findFirst().orElseThrow().pid() : init.pid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A machine with its own namespaces of all kinds; its `/etc/keepalived` is below the directory.
  static Machine boot(String name, Path directory) {
    try {
      Files.createDirectories(Path.of("/etc/keepalived"));
      Path etc = Files.createDirectories(directory.resolve(name));
      var command = new ArrayList<>(FIRST_PROCESS);
      command.addAll(List.of(name, etc.toString()));
      return new Machine(name, etc, OWN_SYSTEM, command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A machine with its own network, whose loopback is up; it shares process ids, files and host
  /// name with this host.
  public static Machine network(String name) {
    return new Machine(
        name, Path.of("/etc/keepalived"), OWN_NETWORK, List.of("sh", "-c", NETWORK_INIT, name));
  }

  public String name() {
    return name;
  }

  /// The process id of the init process on the host; `ip(8)` accepts it as a name of the network
  /// (`netns PID`).
  public long pid() {
    return pid;
  }

  /// The directory that the machine sees as `/etc/keepalived`.
  public Path etc() {
    return etc;
  }

  /// Writes a file of `/etc/keepalived`; scripts become executable.
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

  /// A file of this machine, for the host: waits look often, and this starts no program. The path
  /// must not lead through an absolute symbolic link, which would end on the host.
  ///
  /// @param path absolute, as the machine sees it
  public Path file(String path) {
    return Path.of("/proc/" + pid + "/root" + path);
  }

  boolean hasOwnProcesses() {
    return namespaces.contains("--pid");
  }

  /// The command line that runs a command on this machine.
  public List<String> inside(String... command) {
    return entering(namespaces, command);
  }

  private List<String> entering(List<String> which, String... command) {
    var words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(pid)));
    words.addAll(which);
    words.addAll(List.of(command));
    return words;
  }

  /// Runs code of this JVM on a separate thread in the machine's network. Sockets, threads and
  /// programs that the code opens or starts belong to that network.
  public <T> T call(Callable<T> body) {
    try {
      return NamespaceThread.in(pid, body);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs `ip` with these arguments; returns its output.
  public String ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return mustRun(command.toArray(String[]::new));
  }

  /// Connects an interface of this machine with one of another by a cable. Both interfaces are
  /// down.
  public void cable(String interfaceName, Machine other, String otherInterface) {
    ipBatch(
        List.of(
            "link add %s type veth peer name %s netns %d"
                .formatted(interfaceName, otherInterface, other.pid)));
  }

  /// Runs a command that must succeed on this machine; returns standard output and error together.
  public String mustRun(String... command) {
    return Commands.mustRun(inside(command));
  }

  /// Runs several commands of `ip` by one process, in the network namespace only, so that they may
  /// name processes of the host.
  void ipBatch(List<String> commands) {
    Commands.mustRun(entering(OWN_NETWORK, "ip", "-batch", "-"), String.join("\n", commands));
  }

  /// Runs a command that may fail.
  public String run(String... command) {
    return Commands.run(inside(command)).output();
  }

  public int status(String... command) {
    return Commands.run(inside(command)).status();
  }

  /// Starts a program in its own session, so that its whole process group can be killed.
  public Program start(String... command) {
    var words = new ArrayList<String>();
    if (hasOwnProcesses()) {
      words.addAll(List.of("env", "TMPDIR=/run/tmp"));
    }
    words.add("setsid");
    words.addAll(List.of(command));
    var program = Program.start(this, inside(words.toArray(String[]::new)));
    programs.add(program);
    return program;
  }

  /// Whether any interface of this machine has the address. Starts no program, because waits call
  /// it often.
  public boolean has(String address) {
    return Addresses.in(pid, address);
  }

  /// Kills all processes of the machine at once, as a power cut does; they have ended when this
  /// returns.
  public void powerOff() {
    init.destroyForcibly();
    programs.forEach(Program::discard);
    try {
      init.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Await.until(name + " is off", () -> !runs());
  }

  /// Whether the init process runs. The first process of a namespace becomes a zombie after all
  /// others in it have ended (pid_namespaces(7)).
  private boolean runs() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    powerOff();
  }

  @Override
  public String toString() {
    return name;
  }
}
