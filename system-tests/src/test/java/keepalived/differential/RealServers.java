package keepalived.differential;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import keepalived.lab.Machine;

/// The real servers of one scenario on one machine. They can be taken down, made to fail, and made
/// silent.
final class RealServers implements AutoCloseable {

  private final Machine machine;
  private final Map<String, Server> servers = new LinkedHashMap<>();

  /// @param description `http 127.0.0.11:80; tcp 127.0.0.12:80`
  RealServers(Machine machine, String description) {
    this.machine = machine;
    for (var part : description.split(";")) {
      var words = part.strip().split(" ");
      servers.put(words[1], new Server(words[0], words[1]));
    }
  }

  void up(String name) {
    var server = servers.get(name);
    machine.call(
        () -> {
          server.open();
          return true;
        });
  }

  void upAll() {
    servers.keySet().forEach(this::up);
  }

  Server server(String name) {
    return servers.get(name);
  }

  /// The mails received by the mail relays, without the times.
  List<String> letters() {
    return servers.values().stream().flatMap(server -> server.letters.stream()).sorted().toList();
  }

  @Override
  public void close() {
    servers.values().forEach(Server::down);
  }

  static final class Server {
    private final String kind;
    private final InetSocketAddress address;
    private volatile boolean failing;
    private volatile boolean mute;
    private volatile String body = "hello";
    private final List<String> letters = new CopyOnWriteArrayList<>();
    private AutoCloseable socket = () -> {};

    private Server(String kind, String name) {
      this.kind = kind;
      int colon = name.lastIndexOf(':');
      try {
        this.address =
            new InetSocketAddress(
                InetAddress.getByName(name.substring(0, colon)),
                Integer.parseInt(name.substring(colon + 1)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void failing(boolean now) {
      failing = now;
    }

    void mute(boolean now) {
      mute = now;
    }

    void body(String now) {
      body = now;
    }

    void down() {
      try {
        socket.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      socket = () -> {};
    }

    private void open() throws IOException {
      down();
      if (kind.equals("echo") || kind.equals("dns")) {
        var datagrams = new DatagramSocket(address);
        socket = datagrams;
        Thread.ofPlatform().daemon().start(() -> answer(datagrams));
      } else {
        var listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address, 50);
        socket = listener;
        Thread.ofPlatform().daemon().start(() -> accept(listener));
      }
    }

    private void answer(DatagramSocket datagrams) {
      var packet = new DatagramPacket(new byte[2048], 2048);
      while (!datagrams.isClosed()) {
        try {
          datagrams.receive(packet);
          var data = Arrays.copyOf(packet.getData(), packet.getLength());
          if (kind.equals("dns")) {
            data[2] |= (byte) 0x80;
            data[3] = (byte) (failing ? 2 : 0);
          } else if (failing) {
            data[0] ^= 1;
          }
          if (!mute) {
            datagrams.send(new DatagramPacket(data, data.length, packet.getSocketAddress()));
          }
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void accept(ServerSocket listener) {
      while (!listener.isClosed()) {
        try {
          var connection = listener.accept();
          if (kind.startsWith("tcp")) {
            connection.close();
          } else {
            Thread.ofPlatform().daemon().start(() -> serve(connection));
          }
        } catch (IOException closed) {
          return;
        }
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        connection.setSoTimeout(3000);
        switch (kind) {
          case "http" -> web(connection);
          case "post" -> relay(connection);
          default -> mail(connection);
        }
      } catch (IOException e) {
        // The checker closed the connection, as it may.
      }
    }

    private void web(Socket connection) throws IOException {
      var line = hear(connection);
      while (!line.isEmpty()) {
        line = hear(connection);
      }
      if (mute) {
        hear(connection);
        return;
      }
      say(connection, "HTTP/1.0 " + (failing ? "503 Busy" : "200 OK") + "\r\n\r\n" + body);
    }

    private void mail(Socket connection) throws IOException {
      say(connection, failing ? "554 no\r\n" : "220 here\r\n");
      hear(connection);
      say(connection, "250 hello\r\n");
      hear(connection);
      say(connection, "221 bye\r\n");
    }

    /// Receives one mail as a relay, and records the whole dialogue.
    private void relay(Socket connection) throws IOException {
      var dialogue = new StringBuilder();
      boolean letter = false;
      connection.setSoTimeout(60_000); // a JVM that has just started is slow
      say(connection, "220 relay\r\n");
      for (var line = hear(connection); !line.equals("QUIT"); line = hear(connection)) {
        dialogue.append(line.startsWith("Date: ") ? "Date: a time" : line).append('\n');
        letter = (letter || line.equals("DATA")) && !line.equals(".");
        if (!letter) {
          say(connection, "250 fine\r\n");
        } else if (line.equals("DATA")) {
          say(connection, "354 go on\r\n");
        }
      }
      letters.add(dialogue.toString());
      say(connection, "221 bye\r\n");
    }

    private static void say(Socket connection, String text) throws IOException {
      connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      connection.getOutputStream().flush();
    }

    private static String hear(Socket connection) throws IOException {
      var line = new StringBuilder();
      var in = connection.getInputStream();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().stripTrailing();
    }
  }
}
