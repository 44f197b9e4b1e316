package keepalived.daemon.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLContext;

/// A TLS server on 127.0.0.2 that ends every connection after the handshake.
final class OtherAddress implements AutoCloseable {

  private final ServerSocket socket;

  OtherAddress(SSLContext tls) throws IOException {
    socket =
        tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName("127.0.0.2"));
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var connection = socket.accept()) {
        connection.getInputStream().read();
      } catch (IOException e) {
        continue; // the client refused the certificate, as the test wants
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
