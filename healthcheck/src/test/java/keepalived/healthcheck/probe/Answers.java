package keepalived.healthcheck.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Servers that follow the steps of a row in the table of answers.
final class Answers {

  private static final int DNS_NAME = 13; // offset of the first letter of the query's name

  private Answers() {}

  /// The server of one connection.
  static Farm.Manner server(List<String> steps) {
    return socket -> {
      for (var step : steps) {
        act(socket, step);
      }
      socket.shutdownOutput();
      Farm.linger(socket);
    };
  }

  private static void act(Socket socket, String step) throws IOException {
    var argument = step.substring(step.indexOf(':') + 1);
    switch (step.split(":", 2)[0]) {
      case "request" -> Farm.hearRequest(socket);
      case "hear" -> Farm.hear(socket);
      case "say" -> Farm.say(socket, text(argument));
      case "body" -> Farm.say(socket, "x".repeat(Integer.parseInt(argument)));
      case "header" -> Farm.say(socket, "X-H: 0123456789\r\n".repeat(Integer.parseInt(argument)));
      case "repeat" -> {
        var parts = argument.split("\\*", 2);
        Farm.say(socket, text(parts[1]).repeat(Integer.parseInt(parts[0])));
      }
      case "pause" -> pause(argument);
      case "rst" -> {
        pause("100");
        Farm.reset(socket);
      }
      case "hang" -> Farm.linger(socket);
      case "fin" -> {
        // The stream ends after the last step in any case.
      }
      default -> throw new IllegalArgumentException(step);
    }
  }

  private static void pause(String millis) {
    LockSupport.parkNanos(Long.parseLong(millis) * 1_000_000);
  }

  /// Replies to a datagram, in order.
  static List<byte[]> replies(List<String> steps, byte[] query) {
    return steps.stream()
        .filter(step -> !step.startsWith("pause:"))
        .map(
            step ->
                step.startsWith("say:")
                    ? text(step.substring(4)).getBytes(StandardCharsets.ISO_8859_1)
                    : edited(query, step.substring("reply:".length())))
        .toList();
  }

  private static byte[] edited(byte[] query, String edits) {
    var reply = query.clone();
    for (var edit : edits.split(",")) {
      var parts = edit.split("=");
      switch (parts[0]) {
        case "cut" -> reply = Arrays.copyOf(reply, Integer.parseInt(parts[1]));
        case "pad" -> reply = Arrays.copyOf(reply, reply.length + Integer.parseInt(parts[1]));
        case "name" -> reply[DNS_NAME] ^= Byte.parseByte(parts[1]);
        case "qtype" -> reply[reply.length - 3] = Byte.parseByte(parts[1]);
        default -> reply[Integer.parseInt(parts[0])] = (byte) Integer.parseInt(parts[1], 16);
      }
    }
    return reply;
  }

  /// Decodes the escapes `\r`, `\n` and `\xHH`.
  static String text(String escaped) {
    var text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      switch (escaped.charAt(++i)) {
        case 'r' -> text.append('\r');
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'x' -> {
          text.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> text.append(escaped.charAt(i));
      }
    }
    return text.toString();
  }
}
