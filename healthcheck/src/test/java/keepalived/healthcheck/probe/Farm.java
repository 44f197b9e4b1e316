package keepalived.healthcheck.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Small servers on loopback that misbehave as a test defines.
final class Farm implements AutoCloseable {

  /// The behaviour of a server on one connection, which is closed afterwards.
  interface Manner {
    void serve(Socket socket) throws IOException;
  }

  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private volatile boolean closing;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /// Starts a TCP server and returns its port.
  int tcp(Manner manner) {
    return serve(bound(new InetSocketAddress("127.0.0.1", 0), 50), manner);
  }

  int serve(ServerSocket server, Manner manner) {
    open.add(server);
    threads.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!server.isClosed()) {
                    try {
                      var socket = server.accept();
                      open.add(socket);
                      if (closing) {
                        socket.close();
                      }
                      threads.add(Thread.ofVirtual().start(() -> served(socket, manner)));
                    } catch (IOException closed) {
                      return;
                    }
                  }
                }));
    return server.getLocalPort();
  }

  private void served(Socket socket, Manner manner) {
    try (socket) {
      manner.serve(socket);
    } catch (IOException e) {
      // Some tests make the peer close early.
    } finally {
      open.remove(socket);
    }
  }

  static ServerSocket bound(InetSocketAddress address, int backlog) {
    try {
      var server = new ServerSocket();
      server.bind(address, backlog);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A server whose backlog is full: connections to it are never established.
  int deaf() {
    try {
      var server = bound(new InetSocketAddress("127.0.0.1", 0), 1);
      open.add(server);
      for (int i = 0; i < 4; i++) {
        var filler = new Socket();
        open.add(filler);
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        filler.connect(server.getLocalSocketAddress(), 30_000);
                      } catch (IOException e) {
                        // The connection is never accepted.
                      }
                    }));
      }
      waitForFullBacklog(server);
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void waitForFullBacklog(ServerSocket server) throws IOException {
    for (int i = 0; i < 100; i++) {
      try (var probe = new Socket()) {
        probe.connect(server.getLocalSocketAddress(), 200);
      } catch (java.net.SocketTimeoutException full) {
        return;
      }
    }
    throw new IOException("the backlog does not fill");
  }

  /// A port without a listener.
  static int closedPort() {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a UDP server; it does not answer where the function returns empty.
  int udp(Function<byte[], Optional<byte[]>> manner) {
    return udpReplies(question -> manner.apply(question).stream().toList());
  }

  /// Starts a UDP server that answers with any number of datagrams.
  int udpReplies(Function<byte[], List<byte[]>> manner) {
    try {
      var socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
      open.add(socket);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    var packet = new DatagramPacket(new byte[4096], 4096);
                    while (!socket.isClosed()) {
                      try {
                        socket.receive(packet);
                        var question = Arrays.copyOf(packet.getData(), packet.getLength());
                        for (var answer : manner.apply(question)) {
                          socket.send(
                              new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                        }
                      } catch (IOException closed) {
                        return;
                      }
                    }
                  }));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /// Reads to the end of a line (or of the stream).
  static String hear(Socket socket) throws IOException {
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\n';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  /// Reads a request up to its empty line.
  static String hearRequest(Socket socket) throws IOException {
    var request = new StringBuilder();
    for (var line = hear(socket); !line.isEmpty(); line = hear(socket)) {
      request.append(line).append('\n');
    }
    return request.toString();
  }

  /// Keeps the connection open and silent until the peer closes it.
  static void linger(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // Data is read and not answered.
    }
  }

  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() {
    closing = true;
    for (var resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    for (int i = 0; i < threads.size(); i++) {
      try {
        threads.get(i).join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
