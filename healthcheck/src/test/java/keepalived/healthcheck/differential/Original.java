package keepalived.healthcheck.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The keepalived of the distribution.
final class Original extends Subject {

  private Process daemon;
  private Process reader;

  Original(Scenario scenario) {
    super(scenario, "o");
  }

  @Override
  void start() {
    try {
      var file = directory.resolve("keepalived.conf");
      Files.writeString(file, configuration(scenario.config()));
      run("mkfifo", directory.resolve("fifo").toString());
      reader =
          new ProcessBuilder("sh", "-c", "exec 3<>" + directory + "/fifo; exec cat <&3")
              .redirectOutput(directory.resolve("fifo.out").toFile())
              .start();
      daemon =
          new ProcessBuilder(
                  "ip",
                  "netns",
                  "exec",
                  namespace,
                  "keepalived",
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
                  directory.resolve("c.pid").toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void reload(String config) {
    try {
      Files.writeString(directory.resolve("keepalived.conf"), configuration(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("kill", "-HUP", Long.toString(daemon.pid()));
  }

  @Override
  void stop() {
    daemon.destroy();
    try {
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError(namespace + " does not stop");
      }
      reader.destroy();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
}
