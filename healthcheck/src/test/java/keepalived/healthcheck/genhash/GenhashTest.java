package keepalived.healthcheck.genhash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GenhashTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<String> host = new CompletableFuture<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/a.txt",
        exchange -> {
          host.complete(exchange.getRequestHeaders().getFirst("Host"));
          var body = "hello world\nline2\n".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, body.length);
          try (var stream = exchange.getResponseBody()) {
            stream.write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... arguments) {
    return Genhash.run(List.of(arguments), new PrintStream(out), new PrintStream(err));
  }

  private int port() {
    return server.getAddress().getPort();
  }

  @Test
  void printsTheDigest() {
    assertEquals(0, run("-s", "127.0.0.1", "-p", "" + port(), "-u", "/a.txt"));
    assertEquals("d2bc76671aab66d8b50fab6cf2b7049f\n", out.toString());
    assertEquals("", err.toString());
    assertEquals("127.0.0.1:" + port(), host.join());
  }

  @Test
  void takesLongOptionsAbbreviatedAndJoined() {
    assertEquals(
        0,
        run("--serv=127.0.0.1", "-p" + port(), "--url", "/a.txt", "--use-virt", "www.x", "-P1.0c"));
    assertEquals("d2bc76671aab66d8b50fab6cf2b7049f\n", out.toString());
    assertEquals("www.x", host.join());
  }

  @Test
  void dumpsWhatCameWhenVerbose() {
    assertEquals(0, run("-v", "-s", "127.0.0.1", "-p", "" + port(), "-u", "/a.txt"));
    var text = out.toString();
    assertTrue(
        text.contains(
            """
            -----------------------[        HTML Buffer        ]-----------------------
            0000  68 65 6c 6c 6f 20 77 6f - 72 6c 64 0a 6c 69 6e 65   hello world.line
            0016  32 0a                   -                           2.             \s

            -----------------------[    HTML hash resulting    ]-----------------------
            0000  d2 bc 76 67 1a ab 66 d8 - b5 0f ab 6c f2 b7 04 9f   ..vg..f....l....
            -----------------------[ HTML hash final resulting ]-----------------------
            d2bc76671aab66d8b50fab6cf2b7049f

            Global response time for [/a.txt] = \
            """),
        text);
    assertTrue(text.startsWith("-----------------------[    HTTP Header Buffer    ]----"), text);
  }

  @Test
  void failuresAreSaidAndHaveAStatus() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertEquals(1, run("-s", "127.0.0.1", "-p", "" + closed, "-u", "/"));
    assertEquals("Connection failed\n", err.toString());
    assertEquals("", out.toString());
    assertEquals(1, run("-S", "-t", "1", "-s", "127.0.0.1", "-p", "" + port(), "-u", "/"));
    assertTrue(
        err.toString().contains("SSL handshake/communication error connecting to"), err.toString());
  }

  @Test
  void wrongCommandLinesShowTheUsage() {
    for (var line :
        List.of(
            "-h",
            "",
            "-Z",
            "word",
            "-s localhost -p 80 -u /",
            "-s 127.0.0.1 -p x -u /",
            "-s 127.0.0.1 -p 80",
            "-s 127.0.0.1 -p 80 -u / -P 3",
            "-s 127.0.0.1 -p 80 -u / -t 0",
            "-s 127.0.0.1 -p 80 -u / -m x",
            "-s",
            "--u 1")) {
      err.reset();
      assertEquals(1, run(line.isEmpty() ? new String[0] : line.split(" ")), line);
      assertTrue(err.toString().contains("Usage: genhash COMMAND [OPTIONS]\n"), line);
    }
    err.reset();
    run("-s", "localhost", "-p", "80", "-u", "/");
    assertTrue(err.toString().startsWith("server should be an IP, not localhost\nUsage"));
  }
}
