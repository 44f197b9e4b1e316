package keepalived.conf;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts every keyword of keepalived 2.2.7 into a file where it is allowed, with usual values and
/// with values at the limits of types and ranges.
final class SweepCases {

  /// A keyword in a block.
  ///
  /// @param newer whether 2.2.7 does not know the keyword
  record Row(String block, String keyword, boolean newer) {

    /// The text of a file that has the keyword with this value.
    String with(String value) {
      return context(block).replace("@@@", (keyword + " " + value).strip());
    }
  }

  /// Spellings of numbers, and the limits of C types.
  static final List<String> NUMBERS =
      List.of(
          "",
          "0",
          "1",
          "2",
          "-1",
          "+1",
          "007",
          "0x10",
          "1.0",
          "1.5",
          ".5",
          "1.",
          "1e1",
          "10s",
          "-0",
          "\"5\"",
          "\"\"",
          "\" 5\"",
          "\"5 \"",
          "127",
          "128",
          "254",
          "255",
          "256",
          "1000",
          "32767",
          "32768",
          "65535",
          "65536",
          "65540",
          "1000000",
          "2147483647",
          "2147483648",
          "4294967295",
          "4294967296",
          "4294967301",
          "9223372036854775807",
          "9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "99999999999999999999999",
          "-255",
          "-65536",
          "-2147483648",
          "-2147483649",
          "0.0001",
          "0.000001",
          "0.0000001",
          "0.9999999");

  /// Words, with blanks and bars between them.
  static final List<String> WORDS =
      List.of(
          "on",
          "TRUE",
          "yes no",
          "inet",
          "INET6",
          "a | b",
          "a|b",
          "| a",
          "a |",
          "| |",
          "a , b",
          "a=b",
          "=",
          "1 | 2",
          "1 2 3",
          "VS",
          "vs",
          "IXUSR|IWGRP",
          "IXUSR | IWGRP",
          "IXUSR |IWGRP",
          "IXUSR| IWGRP",
          "IXUSR IWGRP",
          "10.0.0.3/24",
          "10.0.0.3-9",
          "fd00::1",
          "fd00::1/64",
          "10.0.0.3 80",
          "10.0.0.3:80",
          "::",
          "0.0.0.0",
          "/bin/true",
          "/no/such",
          "\"/bin/true 1\"",
          "/bin/true root",
          "root",
          "root root",
          "nosuchuser",
          "eth0 eth1",
          "eth99",
          "lo",
          "averyveryverylongname",
          "weight 1",
          "weight -1 reverse",
          "noweight",
          "GET /",
          "TCP",
          "{",
          "}",
          "abc\t1",
          "'1'",
          "\"a b\" c",
          "all",
          "1 all",
          "none");

  private static final Pattern RANGE =
      Pattern.compile(
          "(?:between |range \\[|in \\[|0-)(-?[\\d.]+)(?: and |,? |\\.\\.|-)(-?[\\d.]+)");

  private SweepCases() {}

  static List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (String line :
        TestFiles.read(TestFiles.RESOURCES.resolve("sweep/recorded.tsv")).lines().toList()) {
      if (!line.startsWith("#") && !line.startsWith("values")) {
        String[] columns = line.split("\t", -1);
        boolean newer = columns[1].endsWith("+");
        String keyword = newer ? columns[1].substring(0, columns[1].length() - 1) : columns[1];
        rows.add(new Row(columns[0], keyword, newer));
      }
    }
    return rows;
  }

  private static String context(String block) {
    String file = block.replaceAll("[()]", "").replace('/', '.');
    return TestFiles.read(TestFiles.RESOURCES.resolve("sweep/contexts/" + file + ".conf"));
  }

  /// The values next to the ends of each range that a message names.
  static Set<String> edges(String said) {
    var edges = new LinkedHashSet<String>();
    Matcher range = RANGE.matcher(said);
    while (range.find()) {
      for (String end : List.of(range.group(1), range.group(2))) {
        if (end.matches("-?\\d{1,18}")) {
          long n = Long.parseLong(end);
          edges.add(Long.toString(n - 1));
          edges.add(end);
          edges.add(Long.toString(n + 1));
        }
      }
    }
    return edges;
  }
}
