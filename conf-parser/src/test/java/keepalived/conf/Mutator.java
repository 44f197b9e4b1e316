package keepalived.conf;

import java.util.List;
import java.util.random.RandomGenerator;

/// Makes nearly valid configurations from valid ones by a few edits of lines, words and bytes.
final class Mutator {

  private static final List<String> SEEDLINGS =
      List.of(
          "{",
          "}",
          "\"",
          "'",
          "$A",
          "${A}",
          "$A=$A",
          "~SEQ(x,1,3) ",
          "~LST({a,b},{1,2}) ",
          "@vm ",
          "@^vm ",
          "#",
          "!",
          "\\",
          "include *.conf",
          "\0",
          "\u00a0",
          "\t",
          "9999999999999999999",
          "-1",
          "0.00000001",
          "::",
          "10.0.0.1/33",
          "vrrp_instance X {",
          "virtual_server 1.2.3.4 80 {",
          "real_server 1.2.3.5 80 {",
          "\uD83D\uDE00",
          "$B= \\",
          "[",
          "%s",
          "&&",
          "1-",
          "/");

  private final List<String> sources;
  private final RandomGenerator random;

  Mutator(List<String> sources, RandomGenerator random) {
    this.sources = sources;
    this.random = random;
  }

  String next() {
    var text = new StringBuilder(pick(sources));
    int edits = 1 + random.nextInt(6);
    for (int i = 0; i < edits; i++) {
      edit(text);
    }
    return text.toString();
  }

  private void edit(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(40));
    switch (random.nextInt(9)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, pick(SEEDLINGS));
      case 2 -> text.insert(at, text.substring(at, end));
      case 3 -> text.replace(at, end, pick(SEEDLINGS));
      case 4 -> text.insert(at, line(pick(sources)));
      case 5 -> deleteLine(text, at);
      case 6 -> text.insert(at, "\n" + pick(SEEDLINGS) + "\n");
      case 7 -> text.insert(at, (char) random.nextInt(0x250));
      default -> {
        if (at < text.length()) {
          text.setCharAt(at, text.charAt(random.nextInt(text.length())));
        }
      }
    }
  }

  private static void deleteLine(StringBuilder text, int at) {
    int start = text.lastIndexOf("\n", Math.max(0, at - 1)) + 1;
    int end = text.indexOf("\n", at);
    if (end > start) {
      text.delete(start, end);
    }
  }

  private String line(String text) {
    var lines = text.lines().toList();
    return lines.isEmpty() ? "" : pick(lines);
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
