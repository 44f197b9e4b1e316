package keepalived.conf.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The physical lines of one file. The text is read as UTF-8. If it is not valid UTF-8, each byte
/// is one character, because old files have comments in GBK or Latin-1.
///
/// @param markedUtf8 whether the file began with a byte order mark, which the first line does not
///   contain
record SourceFile(String name, List<String> lines, boolean markedUtf8) {

  // Larger files are refused. No real configuration is that large, and the reload of a running
  // daemon must not run out of memory, whatever file it finds.
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
