package keepalived.daemon.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A mail server that records every byte of a dialogue, and answers as a test defines.
final class SmtpServer implements AutoCloseable {

  /// The lines received on one connection, including their line ends.
  record Dialogue(List<String> lines, List<String> secured) {}

  private final ServerSocket socket;
  private final Optional<SSLContext> tls;
  private final List<Dialogue> dialogues = new CopyOnWriteArrayList<>();

  /// Answers by the command's first word; `CONNECT` is the greeting, `.` the end of the message.
  final Map<String, String> answers = new ConcurrentHashMap<>();

  /// Whether the server accepts connections and then sends nothing.
  volatile boolean silent;

  SmtpServer(Optional<SSLContext> tls) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.tls = tls;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  List<Dialogue> dialogues() {
    return dialogues;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        Thread.ofVirtual().start(() -> talk(connection));
      } catch (IOException e) {
        return; // closed at the end of the test
      }
    }
  }

  private void talk(Socket connection) {
    var lines = new ArrayList<String>();
    var secured = new ArrayList<String>();
    try (connection) {
      if (!silent) {
        converse(connection, lines, secured);
      } else {
        connection.getInputStream().read();
      }
    } catch (IOException e) {
      lines.add("broken off: " + e.getMessage());
    }
    dialogues.add(new Dialogue(lines, secured));
  }

  private void converse(Socket plain, List<String> lines, List<String> secured) throws IOException {
    Socket socket = plain;
    InputStream in = new BufferedInputStream(socket.getInputStream());
    var said = lines;
    boolean data = false;
    say(socket, answers.getOrDefault("CONNECT", "220 test"));
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      said.add(line);
      String word = data ? (line.equals(".\r\n") ? "." : "") : word(line);
      if (word.isEmpty()) {
        continue;
      }
      data = word.equals("DATA");
      say(socket, answers.getOrDefault(word, standard(word)));
      if (word.equals("STARTTLS")) {
        socket = secure(plain);
        in = new BufferedInputStream(socket.getInputStream());
        said = secured;
      }
      if (word.equals("QUIT")) {
        return;
      }
    }
  }

  private Socket secure(Socket plain) throws IOException {
    var secure =
        (SSLSocket)
            tls.orElseThrow()
                .getSocketFactory()
                .createSocket(plain, "localhost", plain.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private static String word(String line) {
    return line.strip().split("[ :]")[0].toUpperCase(Locale.ROOT);
  }

  private String standard(String word) {
    return switch (word) {
      case "EHLO" -> tls.isPresent() ? "250-test\r\n250-AUTH PLAIN\r\n250 STARTTLS" : "250 test";
      case "STARTTLS" -> "220 go ahead";
      case "AUTH" -> "235 welcome";
      case "DATA" -> "354 go";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }

  private static void say(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
