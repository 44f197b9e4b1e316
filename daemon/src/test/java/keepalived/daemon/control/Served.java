package keepalived.daemon.control;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;
import keepalived.daemon.show.Client;
import keepalived.daemon.show.Value;
import keepalived.linux.loop.EpollLoop;

/// A status server on a socket in a directory of a test.
public final class Served implements AutoCloseable {

  final Path socket;
  final List<String> log = new CopyOnWriteArrayList<>();
  final SampleNode node;
  private final EpollLoop loop;
  private final StatusServer server;

  public Served(Path directory) {
    this(directory, new SampleNode(directory));
  }

  Served(Path directory, SampleNode node) {
    this.node = node;
    socket = directory.resolve("status.sock");
    loop = EpollLoop.start("control", error -> log.add(error.toString()));
    var lines = new PartLog(Part.PARENT, line -> log.add(line.text()));
    server = StatusServer.start(loop, socket, lines, node);
  }

  void listen(int port) {
    server.listen(Optional.of(new Endpoint(IpAddress.parse("127.0.0.1").orElseThrow(), port)));
  }

  public Path socket() {
    return socket;
  }

  Client client() {
    return new Client(socket, Duration.ofSeconds(10));
  }

  Client.Answered get(String target) {
    return assertInstanceOf(Client.Answered.class, client().get(target), target);
  }

  Value json(String target) {
    return Value.parse(get(target).body());
  }

  List<String> names(String target) {
    var names = new ArrayList<String>();
    json(target).each().forEach(each -> names.add(each.text("name").orElseThrow()));
    return names;
  }

  @Override
  public void close() {
    server.close();
    loop.close();
  }
}
