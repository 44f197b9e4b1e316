package keepalived.vrrp.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import keepalived.lab.Keepalived;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// Two machines on a cable, each with eth0, and the daemons that run on them. Closing removes all
/// of it.
final class TwoHosts implements AutoCloseable {

  static final int A = 0;
  static final int B = 1;

  private final List<Machine> machines = List.of(Machine.network("a"), Machine.network("b"));
  private final Path directory;
  private final List<Program> started = new ArrayList<>();

  TwoHosts() {
    try {
      directory = Files.createTempDirectory("vrrp-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    machine(A).cable("eth0", machine(B), "eth0");
    for (int host : List.of(A, B)) {
      exec(host, "sysctl", "-qw", "net.ipv6.conf.eth0.accept_dad=0");
      ip(host, "link", "set", "eth0", "up");
      ip(host, "addr", "add", "10.0.0." + (host + 1) + "/24", "dev", "eth0");
    }
  }

  Path directory() {
    return directory;
  }

  Machine machine(int host) {
    return machines.get(host);
  }

  String ip(int host, String... arguments) {
    return machine(host).ip(arguments);
  }

  String exec(int host, String... arguments) {
    return machine(host).mustRun(arguments);
  }

  /// Whether the host has all of these addresses, or none of them.
  boolean has(int host, List<String> addresses, boolean all) {
    var shown = ip(host, "-o", "addr", "show");
    return addresses.stream().allMatch(a -> shown.contains(" " + a + "/") == all);
  }

  /// Starts our router with these instances (see [TestInstances]).
  Program ours(int host, String... instances) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TestRouter.class.getName()));
    command.addAll(List.of(instances));
    return start(host, command);
  }

  /// Starts the real keepalived with this configuration.
  Program theirs(int host, String configuration) {
    try {
      var file = directory.resolve("keepalived" + host + ".conf");
      Files.writeString(file, configuration);
      return start(
          host,
          List.of(
              Keepalived.ORIGINAL.program(),
              "-n",
              "-l",
              "-D",
              "-f",
              file.toString(),
              "-p",
              directory.resolve("k" + host + ".pid").toString(),
              "-r",
              directory.resolve("v" + host + ".pid").toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The output of all daemons so far, for messages.
  String said() {
    return started.stream()
        .map(d -> "on " + d.machine() + ":\n" + d.output())
        .collect(Collectors.joining());
  }

  private Program start(int host, List<String> command) {
    var program = machine(host).start(command.toArray(String[]::new));
    started.add(program);
    return program;
  }

  @Override
  public void close() {
    machines.forEach(Machine::close);
  }
}
