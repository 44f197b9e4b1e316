package keepalived.vrrp.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Two network namespaces on a cable, each with eth0, and the daemons run in them. Closing removes
/// all of it.
final class TwoHosts implements AutoCloseable {

  static final int A = 0;
  static final int B = 1;

  private final List<String> names;
  private final Path directory;
  private final List<Process> processes = new ArrayList<>();
  private final List<Running> started = new ArrayList<>();

  TwoHosts() {
    var id = Long.toString(ProcessHandle.current().pid()) + Long.toString(System.nanoTime() % 9973);
    names = List.of("vr" + id + "a", "vr" + id + "b");
    try {
      directory = Files.createTempDirectory("vrrp-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (var name : names) {
      run("ip", "netns", "add", name);
      ip(names.indexOf(name), "link", "set", "lo", "up");
    }
    run(
        "ip",
        "link",
        "add",
        "eth0",
        "netns",
        names.get(A),
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        names.get(B));
    for (int host : List.of(A, B)) {
      exec(host, "sysctl", "-qw", "net.ipv6.conf.eth0.accept_dad=0");
      ip(host, "link", "set", "eth0", "up");
      ip(host, "addr", "add", "10.0.0." + (host + 1) + "/24", "dev", "eth0");
    }
  }

  Path directory() {
    return directory;
  }

  String name(int host) {
    return names.get(host);
  }

  String ip(int host, String... arguments) {
    var command = new ArrayList<>(List.of("ip", "-n", names.get(host)));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  String exec(int host, String... arguments) {
    var command = new ArrayList<>(List.of("ip", "netns", "exec", names.get(host)));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /// Whether the host has all of these addresses, or none of them.
  boolean has(int host, List<String> addresses, boolean all) {
    var shown = ip(host, "-o", "addr", "show");
    return addresses.stream().allMatch(a -> shown.contains(" " + a + "/") == all);
  }

  /// Starts our router with these instances (see [TestInstances]).
  Running ours(int host, String... instances) {
    var command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                names.get(host),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TestRouter.class.getName()));
    command.addAll(List.of(instances));
    return start(host, "ours", command);
  }

  /// Starts the real keepalived with this configuration.
  Running theirs(int host, String configuration) {
    try {
      var file = directory.resolve("keepalived" + host + ".conf");
      Files.writeString(file, configuration);
      return start(
          host,
          "theirs",
          List.of(
              "ip",
              "netns",
              "exec",
              names.get(host),
              "keepalived",
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

  /// What all daemons have said so far, for messages.
  String said() {
    return started.stream().map(d -> d.log() + ":\n" + d.text()).collect(Collectors.joining());
  }

  private Running start(int host, String what, List<String> command) {
    try {
      var log = directory.resolve(what + host + "-" + processes.size() + ".log");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      processes.add(process);
      started.add(new Running(process, log, what.equals("ours")));
      return started.getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A daemon that was started.
  record Running(Process process, Path log, boolean ours) {

    String text() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// As a crash does: the daemon and its children end without a word.
    void crash() {
      var children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      await(process);
    }

    /// `ip netns exec` becomes the daemon, so its process id is the daemon's.
    void signal(String name) {
      run("kill", "-" + name, Long.toString(process.pid()));
    }

    void stop() {
      if (ours) {
        try {
          process.outputWriter().close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      } else {
        process.destroy();
      }
      await(process);
    }

    private static void await(Process process) {
      try {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("does not end: " + process.info());
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Waits until something is so; the kernel and other processes have no virtual clock.
  static boolean eventually(Duration most, BooleanSupplier condition) {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    return true;
  }

  static String run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes());
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + status + " " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (var process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    for (var name : names) {
      run("ip", "netns", "del", name);
    }
  }
}
