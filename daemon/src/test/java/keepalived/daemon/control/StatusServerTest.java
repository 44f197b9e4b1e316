package keepalived.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import keepalived.daemon.show.Client;
import keepalived.lab.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The status socket with friendly, careless and hostile clients.
class StatusServerTest {

  private static final String[] DOCUMENTS = {
    "/v1/status", "/v1/vrrp", "/v1/groups", "/v1/trackers", "/v1/services", "/v1/config"
  };

  @TempDir Path directory;

  @Test
  void answersHaveNoSecret() {
    try (var served = new Served(directory)) {
      for (String document : DOCUMENTS) {
        String body = served.get(document).body();
        assertTrue(body.length() > 100, body);
        assertFalse(body.contains(SampleNode.SECRET), body);
      }
      String config = served.get("/v1/config").body();
      assertTrue(config.contains("\"auth_pass\":\"********\""), config);
      assertTrue(config.contains("\"notify\":\"/usr/bin/true ...\""), config);
      assertTrue(config.contains("\"misc_path\":\"/usr/bin/true ...\""), config);
    }
  }

  @Test
  void instancesCanBeAskedForByName() {
    try (var served = new Served(directory)) {
      assertEquals(List.of("VI_1", "VI_2", "VI_3"), served.names("/v1/vrrp"));
      assertEquals("BACKUP", served.json("/v1/vrrp/VI%5f2").text("state").orElseThrow());
      assertEquals(404, served.get("/v1/vrrp/VI_9").status());
      assertEquals(404, served.get("/v2/vrrp").status());
      assertTrue(served.get("/").body().contains("/v1/status\n"));
    }
  }

  @Test
  void healthIsForLoadBalancers() {
    try (var served = new Served(directory)) {
      assertEquals(new Client.Answered(200, "ok\n"), served.get("/healthz"));
      assertEquals(200, served.get("/healthz?master=VI_1").status());
      assertEquals(
          new Client.Answered(503, "VI_2 is BACKUP\n"), served.get("/healthz?master=VI_2"));
      assertEquals(503, served.get("/healthz?master=VI_1&master=VI_3").status());
      assertEquals(404, served.get("/healthz?master=VI_9").status());
    }
  }

  /// A VRRP loop that hangs makes no reader hang, and gets one question, however many ask.
  @Test
  void aPartThatDoesNotAnswerIsNamed() throws IOException {
    try (var served = new Served(directory)) {
      served.node.vrrp = new CompletableFuture<>();
      for (int i = 0; i < 3; i++) {
        assertEquals(503, served.get("/v1/vrrp").status());
        assertEquals(new Client.Answered(503, "vrrp is SILENT\n"), served.get("/healthz"));
      }
      assertEquals(200, served.get("/v1/services").status());
      assertTrue(
          served.get("/v1/status").body().contains("{\"name\":\"vrrp\",\"state\":\"silent\"}"));
      assertEquals(1, served.node.questions.get());
      served.node.vrrp.complete(served.node.snapshot());
      Await.until("vrrp answers", () -> served.get("/v1/vrrp").status() == 200);
    }
  }

  @Test
  void readersShareOneReading() {
    try (var served = new Served(directory)) {
      long from = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        assertEquals(200, served.get(DOCUMENTS[i % DOCUMENTS.length]).status());
      }
      long seconds = (System.nanoTime() - from) / 1_000_000_000;
      int questions = served.node.questions.get();
      assertTrue(questions <= seconds + 2, questions + " questions in " + seconds + " s");
    }
  }

  @Test
  void requestsOutOfBoundsAreRefused() {
    try (var served = new Served(directory)) {
      String line = "GET /v1/status HTTP/1.1\r\n";
      String end = "\r\n\r\n";
      assertStatus(431, served, line + "Big: " + "x".repeat(65536) + end);
      assertStatus(431, served, "GET /" + "x".repeat(65536) + " HTTP/1.1" + end);
      assertStatus(413, served, line + "Content-Length: 99999999\r\n\r\n" + "x".repeat(100_000));
      assertStatus(405, served, "POST /v1/status HTTP/1.1\r\nContent-Length: 0" + end);
      assertStatus(405, served, "DELETE /v1/status HTTP/1.1" + end);
      assertStatus(400, served, "\u0016\u0003\u0001 TLS?" + end);
      assertStatus(400, served, "GET /%zz HTTP/1.1" + end);
      assertStatus(404, served, "GET /../../etc/shadow HTTP/1.1" + end);
      assertStatus(200, served, line + "\r\n" + line + "\r\n");
      assertEquals(200, served.get("/v1/status").status());
      assertEquals(List.of(), served.log);
    }
  }

  private static void assertStatus(int status, Served served, String request) {
    var outcome = served.client().send(request);
    String start = request.substring(0, Math.min(60, request.length()));
    assertTrue(
        outcome instanceof Client.Answered(int found, _) && found == status
            // The rest of a request that is too long meets a closed connection.
            || request.length() > 60_000 && outcome instanceof Client.Broken,
        start + ": " + outcome);
  }

  /// A body without end is cut off: the client cannot write for ever.
  @Test
  void aBodyWithoutEndIsCutOff() throws IOException {
    try (var served = new Served(directory);
        var channel = connect(served)) {
      write(channel, "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
      long written = 0;
      try {
        while (written < 64L << 20) {
          written += write(channel, chunk);
        }
      } catch (IOException cut) {
        assertTrue(written < 8 << 20, "cut after " + written);
        return;
      }
      throw new AssertionError("64 MiB were taken");
    }
  }

  @Test
  void idleAndSlowClientsTakeNoPlaceForEver() throws IOException, InterruptedException {
    try (var served = new Served(directory)) {
      var idle = new ArrayList<SocketChannel>();
      for (int i = 0; i < 200; i++) {
        idle.add(connect(served));
      }
      int refused = 0;
      for (var channel : idle.subList(Connections.MOST, 200)) {
        refused += read(channel).startsWith("HTTP/1.1 503") ? 1 : 0;
      }
      assertEquals(200 - Connections.MOST, refused);
      // Each of the others is cut off after five seconds with a word.
      assertTrue(read(idle.getFirst()).startsWith("HTTP/1.1 408"));
      Await.until("places are free", () -> served.get("/v1/status").status() == 200);
      for (var channel : idle) {
        channel.close();
      }
    }
  }

  /// A client that asks and never reads holds its own answer, and no other one.
  @Test
  void aReaderThatDoesNotReadDelaysNoOther() throws IOException {
    var text = new StringBuilder(SampleNode.FILE);
    for (int i = 0; i < 4000; i++) {
      text.append("vrrp_script s").append(i).append(" {\n script /bin/true\n}\n");
    }
    try (var served = new Served(directory, new SampleNode(directory, text.toString()))) {
      var lazy = new ArrayList<SocketChannel>();
      for (int i = 0; i < 20; i++) {
        var channel = connect(served);
        write(channel, "GET /v1/config HTTP/1.1\r\n\r\n");
        lazy.add(channel);
      }
      for (int i = 0; i < 10; i++) {
        assertEquals(200, served.get("/v1/status").status());
      }
      String late = read(lazy.getFirst());
      assertTrue(late.endsWith("}\n"), late);
      for (var channel : lazy) {
        channel.close();
      }
    }
  }

  @Test
  void theSocketIsForEveryUserAndGoesWithTheDaemon() throws IOException {
    var socket = directory.resolve("status.sock");
    try (var _ = new Served(directory)) {
      assertEquals(
          "rw-rw-rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }
    try (var files = Files.list(directory)) {
      assertEquals(List.of("keepalived.conf"), files.map(f -> f.getFileName() + "").toList());
    }
  }

  @Test
  void aLivingSocketIsLeftAlone() throws IOException {
    try (var first = new Served(directory)) {
      try (var second = new Served(directory)) {
        String line = "status socket " + second.socket + ": another process listens there";
        assertEquals(List.of(line + "; `show` cannot be used"), second.log);
      }
      assertEquals(200, first.get("/v1/status").status());
    }
  }

  @Test
  void theSocketOfADeadDaemonIsReplaced() throws IOException {
    var socket = directory.resolve("status.sock");
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertTrue(Files.exists(socket));
    try (var served = new Served(directory)) {
      assertEquals(200, served.get("/v1/status").status());
    }
    assertFalse(Files.exists(socket));
  }

  @Test
  void filesAndLinksAreLeftAlone() throws IOException {
    var socket = directory.resolve("status.sock");
    var precious = Files.writeString(directory.resolve("precious"), "p");
    Files.createSymbolicLink(socket, precious);
    assertRefused("exists and is not a socket");
    Files.delete(socket);
    Files.writeString(socket, "p");
    assertRefused("exists and is not a socket");
    assertEquals("p", Files.readString(socket));
    Files.delete(socket);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused("other users can change " + directory);
    assertFalse(Files.exists(socket));
  }

  private void assertRefused(String why) {
    try (var served = new Served(directory)) {
      assertEquals(1, served.log.size(), served.log.toString());
      assertTrue(served.log.getFirst().contains(why), served.log.toString());
    }
  }

  private static SocketChannel connect(Served served) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(served.socket));
  }

  private static int write(SocketChannel channel, String text) throws IOException {
    return channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String read(SocketChannel channel) throws IOException {
    var text = new StringBuilder();
    var buffer = ByteBuffer.allocate(8192);
    while (channel.read(buffer.clear()) >= 0) {
      text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
    }
    return text.toString();
  }
}
