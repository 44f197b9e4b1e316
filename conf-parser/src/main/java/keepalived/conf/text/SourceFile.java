package keepalived.conf.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The physical lines of one file. Text is UTF-8 where it decodes as such, else each byte is a
/// character (old files carry GBK or Latin-1 comments).
///
/// @param markedUtf8 began with a byte order mark, which is not part of the first line
record SourceFile(String name, List<String> lines, boolean markedUtf8) {

  /// Files beyond this are refused: no configuration is that large.
  static final long SIZE_MAX = 64L << 20;

  static SourceFile read(Path path, String name) throws IOException {
    if (Files.size(path) > SIZE_MAX) {
      throw new IOException("file is larger than 64 MiB");
    }
    return of(name, decode(Files.readAllBytes(path)));
  }

  static SourceFile of(String name, String content) {
    boolean marked = content.startsWith("\uFEFF");
    int from = marked ? 1 : 0;
    var lines = new ArrayList<String>();
    while (from < content.length()) {
      int end = content.indexOf('\n', from);
      int next = end < 0 ? content.length() : end + 1;
      int stop = end < 0 ? content.length() : end;
      if (stop > from && content.charAt(stop - 1) == '\r') {
        stop--;
      }
      lines.add(content.substring(from, stop));
      from = next;
    }
    return new SourceFile(name, lines, marked);
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }
}
