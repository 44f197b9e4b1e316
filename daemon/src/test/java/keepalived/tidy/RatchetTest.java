package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Counts what the code base should lose ({@link Ratchets}) and fails when a number is higher than
/// in ratchet.tsv. `-Dupdate` writes the current numbers, unless the sum of a kind rises: then
/// change the code, or the file by hand. `-Dratchet.list=KIND` prints every place.
class RatchetTest {

  private static final Path FILE = Path.of("src/test/resources/ratchet.tsv");
  private static final String HEAD =
      "# What may still be there, at most: kind, module, count. Lowered by RatchetTest -Dupdate.\n";

  /// Current findings by "kind TAB module".
  private static Map<String, List<String>> findings() {
    var found = new TreeMap<String, List<String>>();
    for (var kind : Ratchets.KINDS.entrySet()) {
      for (String module : builtModules()) {
        found.put(kind.getKey() + "\t" + module, kind.getValue().apply(module));
      }
    }
    found.put("deviations-without-test\tdocs", DeviationsTest.withoutTest());
    return found;
  }

  /// The modules that have classes; Maven builds some after this one.
  private static List<String> builtModules() {
    return Repository.modules().stream()
        .filter(module -> Files.isDirectory(Repository.ROOT.resolve(module + "/target/classes")))
        .toList();
  }

  private static Map<String, Integer> allowed() {
    var allowed = new TreeMap<String, Integer>();
    for (String line : Repository.read(FILE.toAbsolutePath()).lines().toList()) {
      if (!line.startsWith("#")) {
        int end = line.lastIndexOf('\t');
        allowed.put(line.substring(0, end), Integer.parseInt(line.substring(end + 1)));
      }
    }
    return allowed;
  }

  @Test
  void noNumberRises() throws IOException {
    var allowed = allowed();
    var findings = findings();
    list(findings);
    if (System.getProperty("update") != null) {
      update(allowed, findings);
      return;
    }
    var wrong = new ArrayList<String>();
    findings.forEach(
        (key, places) -> {
          int limit = allowed.getOrDefault(key, 0);
          if (places.size() > limit) {
            wrong.add(key + " is " + places.size() + ", allowed are " + limit + ":");
            places.forEach(place -> wrong.add("  " + place));
          } else if (places.size() < limit) {
            System.out.println("ratchet.tsv, lower: " + key + "\t" + places.size());
          }
        });
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  private static void list(Map<String, List<String>> findings) {
    String kind = System.getProperty("ratchet.list", "");
    findings.forEach(
        (key, places) -> {
          if (!kind.isEmpty() && key.startsWith(kind + "\t")) {
            places.forEach(System.out::println);
          }
        });
  }

  private static void update(Map<String, Integer> allowed, Map<String, List<String>> findings)
      throws IOException {
    var present = new TreeMap<>(allowed);
    present.keySet().removeIf(key -> !findings.containsKey(key) && !isLater(key));
    findings.forEach((key, places) -> present.put(key, places.size()));
    present.values().removeIf(count -> count == 0);
    var before = sums(allowed);
    sums(present)
        .forEach(
            (kind, sum) ->
                assertTrue(
                    before.isEmpty() || sum <= before.getOrDefault(kind, 0),
                    () -> kind + " would rise from " + before.get(kind) + " to " + sum));
    var text = new StringBuilder(HEAD);
    present.forEach((key, count) -> text.append(key).append('\t').append(count).append('\n'));
    Files.writeString(FILE, text);
  }

  /// Whether the module of the key exists but has no classes yet.
  private static boolean isLater(String key) {
    return Repository.modules().contains(key.substring(key.indexOf('\t') + 1));
  }

  private static Map<String, Integer> sums(Map<String, Integer> counts) {
    var sums = new TreeMap<String, Integer>();
    counts.forEach((key, n) -> sums.merge(key.substring(0, key.indexOf('\t')), n, Integer::sum));
    return sums;
  }

  /// A pattern that matches nothing would report success for ever.
  @Test
  void eachPatternFindsWhatItIsFor() {
    var split = JavaText.of("// told\nvar x = java.util.List.of(\"nobody\", 'a'); /* be it */");
    assertEquals(List.of("java.util.List"), Ratchets.qualified(split.code()));
    assertEquals(List.of("told", "nobody", "be it"), Ratchets.old(split.prose()));
    assertEquals(List.of("has not"), Ratchets.old("which the kernel has not. It has not started"));
  }
}
