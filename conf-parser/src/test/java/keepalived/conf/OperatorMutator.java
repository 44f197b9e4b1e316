package keepalived.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keepalived.conf.reader.KeywordTable;

/// Edits configurations as people do by mistake: a line is missing, doubled or in the wrong block,
/// a brace is missing, a keyword is misspelt, a number is out of range, a block comes from another
/// file.
final class OperatorMutator {

  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.:/])\\d+(?![\\w.:/])");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+(/\\d+)?");
  private static final List<String> NUMBERS =
      List.of("0", "1", "2", "-1", "3", "50", "100", "254", "255", "256", "65536", "0.5", "1s", "");
  private static final List<String> ADDRESSES =
      List.of(
          "10.0.0.300",
          "10.0.0.1/33",
          "fd00::1",
          "fe80::1",
          "fd00::1/64",
          "10.0.0.1",
          "0.0.0.0",
          "10.0.0.1:80",
          "10.0.0.1-10",
          "224.0.0.18",
          "host.example",
          "10.0.0.1/24");
  private static final List<String> VALUES =
      List.of(
          "",
          "",
          "1",
          "0",
          "5",
          "255",
          "300",
          "-5",
          "0.1",
          "on",
          "off",
          "abc",
          "eth0",
          "eth99",
          "10.0.0.9",
          "fd00::9",
          "/bin/true",
          "/no/such",
          "\"/bin/true arg\"",
          "TCP",
          "{",
          "1 2");

  private final List<String> sources;
  private final List<KeywordTable.Row> keywords;
  private final List<String> blocks;
  private final RandomGenerator random;

  OperatorMutator(List<String> sources, List<String> blocks, RandomGenerator random) {
    this.sources = sources;
    this.blocks = blocks;
    this.keywords = KeywordTable.rows();
    this.random = random;
  }

  String next(int maxEdits) {
    var lines = new ArrayList<>(pick(sources).lines().toList());
    int edits = 1 + random.nextInt(maxEdits);
    for (int i = 0; i < edits && !lines.isEmpty(); i++) {
      edit(lines);
    }
    String end = random.nextInt(40) == 0 ? "\r\n" : "\n";
    return lines.stream().collect(Collectors.joining(end, "", end));
  }

  private void edit(List<String> lines) {
    int at = interesting(lines);
    String line = lines.get(at);
    switch (random.nextInt(27)) {
      case 0, 1 -> lines.remove(at);
      case 2 -> lines.add(at, line);
      case 3 -> lines.add(interesting(lines), lines.remove(at));
      case 4 -> lines.add(at, pick(List.of("}", "{", "    }", "  } # end")));
      case 5 -> lines.set(at, line.replaceFirst("\\{", pick(List.of("", "\n{", "{ {", " = {"))));
      case 6 -> lines.set(at, line.replaceFirst("}", pick(List.of("", "};", "} }", ")"))));
      case 7, 8 -> lines.set(at, misspelt(line));
      case 9 -> lines.set(at, line.replaceFirst("\\s+\\S+\\s*$", ""));
      case 10 -> lines.set(at, line + " " + pick(VALUES));
      case 11, 12 -> lines.set(at, replaced(NUMBER, line, pick(NUMBERS)));
      case 13, 14 -> lines.set(at, replaced(ADDRESS, line, pick(ADDRESSES)));
      case 15 -> lines.set(at, quoted(line));
      case 16 ->
          lines.set(at, pick(List.of("@vm ", "@^vm ", "@other ", "@^other ")) + line.strip());
      case 17 ->
          lines.set(at, line + pick(List.of(" # note", " ! note", ";", ",", " //x", " #", "!")));
      case 18 -> statement(lines);
      case 19 -> pasted(lines);
      case 20 -> lines.addAll(at, block(pick(sources)));
      case 21 -> lines.addAll(block(String.join("\n", lines)));
      case 22 -> lines.addAll(at, inner(pick(sources)));
      case 23 -> lines.set(at, blanks(line));
      case 24 -> lines.set(at, replaced(NUMBER, line, pick(SweepCases.NUMBERS)));
      case 25 -> lines.set(at, line.stripTrailing() + " " + pick(SweepCases.WORDS));
      default -> lines.set(at, word(line));
    }
    lines.replaceAll(l -> l.replace("\r", ""));
    var split = lines.stream().flatMap(String::lines).toList();
    lines.clear();
    lines.addAll(split);
  }

  /// Picks a line, usually one that is not empty.
  private int interesting(List<String> lines) {
    int at = random.nextInt(lines.size());
    for (int i = 0; i < 5 && lines.get(at).strip().matches("|[#!].*"); i++) {
      at = random.nextInt(lines.size());
    }
    return at;
  }

  private String misspelt(String line) {
    String word = line.strip().split("\\s", 2)[0];
    if (word.length() < 2) {
      return line;
    }
    int i = random.nextInt(word.length() - 1);
    String other =
        switch (random.nextInt(5)) {
          case 0 -> word.substring(0, i) + word.substring(i + 1);
          case 1 ->
              word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);
          case 2 -> word.toUpperCase(java.util.Locale.ROOT);
          case 3 -> word.replace('_', '-');
          default -> word + "s";
        };
    return line.replace(word, other);
  }

  /// Changes or removes the blanks around punctuation.
  private String blanks(String line) {
    String blank = pick(List.of(" ", "\t", "  ", ""));
    return line.replaceAll(
        "[ \\t]*([|(),=@~])[ \\t]*", blank + "$1" + pick(List.of(" ", "\t", "")));
  }

  private String replaced(Pattern what, String line, String with) {
    return what.matcher(line).replaceFirst(java.util.regex.Matcher.quoteReplacement(with));
  }

  private String quoted(String line) {
    String[] words = line.strip().split("\\s+", 2);
    return words.length < 2
        ? "\"" + line.strip() + "\""
        : words[0]
            + " "
            + pick(List.of("\"%s\"", "\"%s", "'%s'", "\"\"", "%s\"")).formatted(words[1]);
  }

  private String word(String line) {
    String[] words = line.strip().split("\\s+");
    words[random.nextInt(words.length)] = pick(VALUES);
    return String.join(" ", words);
  }

  /// Inserts a keyword into a block that knows it, or else anywhere.
  private void statement(List<String> lines) {
    var row = pick(keywords);
    String block = row.block().substring(row.block().lastIndexOf('/') + 1);
    lines.add(inside(lines, block), row.keyword() + " " + pick(VALUES));
  }

  /// Inserts a fragment into a block of the kind that its first line names.
  private void pasted(List<String> lines) {
    var fragment = pick(blocks).lines().toList();
    String block = fragment.getFirst().replace("# in ", "");
    lines.addAll(inside(lines, block), fragment.subList(1, fragment.size()));
  }

  private int inside(List<String> lines, String block) {
    if (block.equals("(root)") && random.nextBoolean()) {
      return random.nextBoolean() ? 0 : lines.size();
    }
    var openers = new ArrayList<Integer>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith(block) && lines.get(i).contains("{")) {
        openers.add(i + 1);
      }
    }
    return openers.isEmpty() ? interesting(lines) : pick(openers);
  }

  /// Picks a whole block of the file, from a line with an opening brace to the closing brace.
  private List<String> block(String text) {
    var lines = text.lines().toList();
    var openers = new ArrayList<Integer>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().endsWith("{")) {
        openers.add(i);
      }
    }
    if (openers.isEmpty()) {
      return List.of();
    }
    int first = pick(openers);
    int depth = 0;
    for (int i = first; i < lines.size(); i++) {
      depth += count(lines.get(i), '{') - count(lines.get(i), '}');
      if (depth <= 0) {
        return List.copyOf(lines.subList(first, i + 1));
      }
    }
    return List.of();
  }

  private List<String> inner(String text) {
    return List.of(pick(text.isEmpty() ? List.of("") : text.lines().toList()));
  }

  private static int count(String line, char wanted) {
    return Math.toIntExact(line.chars().filter(c -> c == wanted).count());
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
