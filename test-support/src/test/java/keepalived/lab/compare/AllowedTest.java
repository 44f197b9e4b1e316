package keepalived.lab.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTest {

  private static final String STORY = "vrrp/case: one";

  @Test
  void everyRowNamesADeviationOfTheList() throws IOException {
    String list = Files.readString(Path.of("..", "docs", "deviations.md"));
    var numbers =
        Pattern.compile("(?m)^- \\*\\*(D-\\d{3})\\*\\*")
            .matcher(list)
            .results()
            .map(entry -> entry.group(1))
            .collect(Collectors.toSet());
    var unknown = new TreeSet<>(Allowed.table().stream().map(Allowance::deviation).toList());
    assertTrue(!unknown.isEmpty(), "the table has rows");
    unknown.removeAll(numbers);
    assertEquals(new TreeSet<>(), unknown, "not in docs/deviations.md");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vrrp/a\tstopped\troutes\t-x\tD-001",
        "vrrp/a\tstopped\troutes\tx\tD-001\twhy",
        "vrrp/a\tstopped\troutes\t( => x\tD-001\twhy"
      })
  void aRowThatIsNotCompleteIsRefused(String row) {
    assertThrows(IllegalArgumentException.class, () -> Allowed.read(row));
  }

  @ParameterizedTest
  @CsvSource({
    "vrrp/case: one, true",
    "vrrp/*, true",
    "lvs/x|vrrp/case*, true",
    "vrrp/case, false",
    "vrrp/case. one, false",
  })
  void namesHaveAnyTextAndAlternatives(String column, boolean matches) {
    assertEquals(matches, Allowance.Names.of(column).matches(STORY));
  }

  @Test
  void everyAlternativeHasToNameAStory() {
    var names = Allowance.Names.of("vrrp/VMAC*|vrrp/owner");
    assertEquals(2, names.among(List.of("vrrp/VMAC: IPv6", "vrrp/owner")).size());
    assertEquals(0, names.among(List.of("vrrp/owner: two")).size());
    assertTrue(Allowed.forUnknownStories("no such area", List.of()).isEmpty());
    assertTrue(!Allowed.forUnknownStories("vrrp", List.of("vrrp/VMAC")).isEmpty());
  }

  @Test
  void equalSnapshotsHaveNoDifference() {
    assertEquals("", compare("", "one\ntwo", "one\ntwo"));
  }

  @Test
  void aDifferenceNamesStoryStagePartAndTheLines() {
    assertEquals(
        "vrrp/case: one, stopped, routes:\n  -two\n  +three\n",
        compare("", "one\ntwo\nfour", "one\nthree\nfour"));
  }

  @Test
  void aMissingPartIsAnEmptyOne() {
    var original = Snapshot.EMPTY.with("routes", "one").with("rules", "");
    assertEquals(
        "vrrp/case: one, stopped, routes:\n  -one\n",
        new Allowed(STORY, List.of()).differences("stopped", original, Snapshot.EMPTY));
    assertEquals(
        "vrrp/case: one, stopped, routes:\n  +one\n",
        new Allowed(STORY, List.of()).differences("stopped", Snapshot.EMPTY, original));
  }

  @Test
  void aMissingStageIsAnEmptyOne() {
    var original = new Trace(Map.of("stopped", Snapshot.EMPTY.with("routes", "one")));
    assertEquals(
        "vrrp/case: one, stopped, routes:\n  -one\n",
        new Allowed(STORY, List.of()).differences(original, new Trace(Map.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-two", "two\\n => ", "t(w)o\\n(four) => $2", "(?m)^two$\\n =>", "*"})
  void whatIsAllowedIsNoDifference(String change) {
    assertEquals("", compare(change, "one\ntwo\nfour", "one\nfour"));
  }

  @Test
  void aLineOfOurOwnIsAllowed() {
    assertEquals("", compare("+two", "one", "one\ntwo"));
    assertEquals(
        "vrrp/case: one, stopped, routes:\n  +three\n", compare("+two", "one", "one\ntwo\nthree"));
  }

  @Test
  void theRestOfAPartMayNotDiffer() {
    assertEquals(
        "vrrp/case: one, stopped, routes:\n  -four\n", compare("-two", "one\ntwo\nfour", "one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-two", "+two", "two => ", "*"})
  void aRowThatExcusesNothingIsADifference(String change) {
    assertEquals(
        "D-001, a row for vrrp/*, stopped, routes: no such difference after stopped\n",
        compare(change, "one", "one"));
  }

  @Test
  void aDifferenceThatWeNoLongerHaveIsADifference() {
    assertEquals(
        "vrrp/case: one, stopped, routes:\n  +two\n", compare("-two", "one\ntwo", "one\ntwo"));
  }

  @Test
  void aRowForAStageThatTheStoryHasNotIsADifference() {
    var trace = new Trace(Map.of("master", Snapshot.EMPTY));
    assertEquals(
        "D-001, a row for vrrp/*, stopped, routes: the story has no such stage\n",
        new Allowed(STORY, row("*")).differences(trace, trace));
  }

  @Test
  void rowsOfOtherStoriesDoNotCount() {
    assertEquals(
        "lvs/x, stopped, routes:\n  -one\n",
        new Allowed("lvs/x", row("*"))
            .differences("stopped", Snapshot.EMPTY.with("routes", "one"), Snapshot.EMPTY));
  }

  private static String compare(String change, String original, String ours) {
    var rows = change.isEmpty() ? List.<Allowance>of() : row(change);
    return new Allowed(STORY, rows)
        .differences(
            "stopped",
            Snapshot.EMPTY.with("routes", original),
            Snapshot.EMPTY.with("routes", ours));
  }

  private static List<Allowance> row(String change) {
    return Allowed.read("# comment\n\nvrrp/*\tstopped\troutes\t" + change + "\tD-001\twhy\n");
  }
}
