package keepalived.daemon.show;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/// Asks a daemon over its Unix socket: HTTP/1.1, one request a connection.
public final class Client {

  private static final int PIECE = 64 << 10;

  /// What came of a question.
  public sealed interface Outcome {}

  /// @param status of HTTP
  public record Answered(int status, String body) implements Outcome {}

  /// There is no socket, or no process behind it.
  public record NotRunning() implements Outcome {}

  /// This user may not connect.
  public record Forbidden() implements Outcome {}

  public record TimedOut() implements Outcome {}

  /// @param why the daemon's end of the connection did something that is not an answer
  public record Broken(String why) implements Outcome {}

  private final Path socket;
  private final Duration limit;

  /// @param limit for one question with its answer
  public Client(Path socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  /// @param target path and query, encoded
  public Outcome get(String target) {
    return send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /// Sends bytes as they are, and reads to the end of the answer.
  public Outcome send(String request) {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return new NotRunning();
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return exchange(channel, request.getBytes(StandardCharsets.US_ASCII));
    } catch (ConnectException refused) {
      return new NotRunning();
    } catch (SocketException e) {
      boolean forbidden = String.valueOf(e.getMessage()).contains("Permission denied");
      return forbidden ? new Forbidden() : new Broken(e.getMessage());
    } catch (IOException e) {
      return new Broken(e.getMessage());
    }
  }

  private Outcome exchange(SocketChannel channel, byte[] request) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    var answer = new ByteArrayOutputStream();
    var question = ByteBuffer.wrap(request);
    var piece = ByteBuffer.allocate(PIECE);
    channel.configureBlocking(false);
    try (var selector = Selector.open()) {
      var key = channel.register(selector, SelectionKey.OP_WRITE);
      while (true) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return new TimedOut();
        }
        selector.select(left);
        if (question.hasRemaining()) {
          channel.write(question);
          key.interestOps(question.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        } else if (channel.read(piece.clear()) < 0) {
          return parse(answer.toString(StandardCharsets.UTF_8));
        } else {
          answer.write(piece.array(), 0, piece.position());
        }
      }
    }
  }

  private static Outcome parse(String answer) {
    int head = answer.indexOf("\r\n\r\n");
    if (head < 0 || !answer.matches("(?s)HTTP/1\\.1 [0-9]{3} .*")) {
      return new Broken("no answer of HTTP/1.1");
    }
    return new Answered(Integer.parseInt(answer.substring(9, 12)), answer.substring(head + 4));
  }
}
