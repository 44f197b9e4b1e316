package keepalived.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import keepalived.lab.Await;
import keepalived.lab.Commands;

/// A daemon process, controlled by its files and by signals: the distribution's keepalived, or our
/// packaged one.
final class Daemon extends Subject {

  /// Seconds for starts or stops, all at once on one processor.
  private static final long PATIENCE = 120;

  private final String program;
  private Process daemon;
  private Process reader;

  private Daemon(Scenario scenario, String kind, String program) {
    super(scenario, kind);
    this.program = program;
  }

  /// The distribution's keepalived.
  static Daemon original(Scenario scenario) {
    return new Daemon(scenario, "o", "keepalived");
  }

  /// Our daemon as `mvn package` makes it, or the one that LAB_DAEMON names.
  static Daemon packaged(Scenario scenario) {
    var path = System.getenv().getOrDefault("LAB_DAEMON", "daemon/target/dist/bin/keepalived");
    var program = Path.of(path).toAbsolutePath();
    if (!Files.isExecutable(program)) {
      throw new AssertionError(program + " is missing: mvn -pl daemon -am package");
    }
    return new Daemon(scenario, "p", program.toString());
  }

  @Override
  void start() {
    try {
      var file = directory.resolve("keepalived.conf");
      Files.writeString(file, configuration(scenario.config()));
      // The FIFO exists when the scenario runs a second time.
      var fifo = directory.resolve("fifo");
      if (!Files.exists(fifo)) {
        Commands.mustRun(List.of("mkfifo", fifo.toString()));
      }
      reader =
          new ProcessBuilder("sh", "-c", "exec 3<>" + directory + "/fifo; exec cat <&3")
              .redirectOutput(directory.resolve("fifo.out").toFile())
              .start();
      daemon =
          new ProcessBuilder(
                  machine.inside(
                      program,
                      "-n",
                      "-l",
                      "-D",
                      "-G",
                      "-C",
                      "-f",
                      file.toString(),
                      "-p",
                      directory.resolve("p.pid").toString(),
                      "-c",
                      directory.resolve("c.pid").toString()))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void started() {
    Await.until(
        () -> name + " does not start: " + log(),
        () -> log().contains("Initializing ipvs") || !daemon.isAlive());
    if (!daemon.isAlive()) {
      throw new AssertionError(name + " ended: " + log());
    }
  }

  @Override
  void reload(String config) {
    try {
      Files.writeString(directory.resolve("keepalived.conf"), configuration(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Commands.mustRun(List.of("kill", "-HUP", Long.toString(daemon.pid())));
  }

  @Override
  void stop() {
    daemon.destroy();
  }

  @Override
  void stopped() {
    try {
      if (!daemon.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not stop");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Called last: the final output of the daemon may still be in the pipe when it has ended.
  @Override
  void clean() {
    reader.destroy();
    super.clean();
  }

  @Override
  List<String> fifo() {
    try {
      return Arrays.stream(Files.readString(directory.resolve("fifo.out")).split("[\\n\\x00]+"))
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
