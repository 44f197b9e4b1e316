package keepalived.vrrp.packet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Reads the commented hex files below `vectors/`.
final class Vectors {

  private Vectors() {}

  static ByteBuffer read(String name) {
    try (var in = Vectors.class.getResourceAsStream("/vectors/" + name + ".hex")) {
      if (in == null) {
        throw new IllegalArgumentException("no vector " + name);
      }
      var digits = new StringBuilder();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> digits.append(line.replaceAll("#.*|\\s", "")));
      return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String hex(ByteBuffer bytes) {
    byte[] raw = new byte[bytes.remaining()];
    bytes.slice().get(raw);
    return HexFormat.ofDelimiter(" ").formatHex(raw);
  }
}
