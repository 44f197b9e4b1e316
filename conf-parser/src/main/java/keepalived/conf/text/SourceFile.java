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

  // Files beyond this are refused: no configuration is that large, and a daemon that runs must be
  // able to read whatever stands in its place.
  static final long SIZE_MAX = 16L << 20;
  static final int LINES_MAX = 800_000;

  static SourceFile read(Path path, String name) throws IOException {
    if (Files.size(path) > SIZE_MAX) {
      throw new IOException("file is larger than 16 MiB");
    }
    var file = of(name, decode(Files.readAllBytes(path)));
    if (file.lines().size() > LINES_MAX) {
      throw new IOException("file has more than " + LINES_MAX + " lines");
    }
    return file;
  }

  static SourceFile of(String name, String content) {
    boolean marked = content.startsWith("\uFEFF");
    int from = marked ? 1 : 0;
    var lines = new ArrayList<String>();
    while (from < content.length() && lines.size() <= LINES_MAX) {
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
