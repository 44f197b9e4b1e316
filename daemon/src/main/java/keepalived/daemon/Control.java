package keepalived.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.daemon.api.Reading;
import keepalived.daemon.control.StatusServer;
import keepalived.daemon.log.Journal;
import keepalived.linux.loop.EpollLoop;

/// The status socket of a run, on a loop of its own, so that no reader can delay a part.
final class Control implements AutoCloseable {

  private final EpollLoop loop;
  private final StatusServer server;

  private Control(EpollLoop loop, StatusServer server) {
    this.loop = loop;
    this.server = server;
  }

  /// Starts to serve, or logs why that is impossible: the daemon goes on without.
  static Optional<Control> start(NodeRun run, Path path, Journal journal) {
    var log = new PartLog(Part.PARENT, journal);
    try {
      var loop = EpollLoop.start("control", error -> log.error("status socket: " + error));
      var started = Instant.now();
      long from = System.nanoTime();
      var sources =
          run.node()
              .sources(
                  () ->
                      new Reading.Process(
                          started,
                          Duration.ofNanos(System.nanoTime() - from),
                          run.reloads().running(),
                          run.reloads().stale()));
      var control = new Control(loop, StatusServer.start(loop, path, log, sources));
      control.configure(run.reloads().running());
      return Optional.of(control);
    } catch (RuntimeException | OutOfMemoryError e) {
      log.warning("status socket: " + e);
      return Optional.empty();
    }
  }

  /// Takes over the settings of a configuration. Called on any thread.
  void configure(Config config) {
    server.listen(config.global().dumps().metrics());
  }

  @Override
  public void close() {
    server.close();
    loop.close();
  }
}
