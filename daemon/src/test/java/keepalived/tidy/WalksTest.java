package keepalived.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The five walks in docs/ARCHITECTURE.md: fewer than ten stations each, none twice. Each station's
/// source names an earlier station or is named by one, or both name a type that the text mentions
/// between them.
class WalksTest {

  private static final Pattern WALK = Pattern.compile("(?ms)^### ([^\\n]+)\\n(.*?)(?=^##|\\z)");
  private static final Pattern STATION =
      Pattern.compile("(?ms)^\\d+\\. `([A-Z]\\w*)`(.*?)(?=^\\d+\\. |\\z)");
  private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*)`");
  private static final int STATIONS = 9;

  private record Station(String name, String text) {}

  private static List<String> walks() {
    String text = Repository.read(Repository.ROOT.resolve("docs/ARCHITECTURE.md"));
    int at = text.indexOf("## Six walks");
    String section = text.substring(at, text.indexOf("\n## ", at));
    return Repository.matches(WALK, section).stream().map(m -> m.group()).toList();
  }

  @Test
  void everyStationIsConnectedWithAnEarlierOne() {
    var types = Repository.types();
    var wrong = new ArrayList<String>();
    var walks = walks();
    assertEquals(6, walks.size(), "walks");
    for (String walk : walks) {
      var stations =
          Repository.matches(STATION, walk).stream()
              .map(m -> new Station(m.group(1), m.group(2)))
              .toList();
      String title = walk.lines().findFirst().orElseThrow();
      assertTrue(stations.size() > 5 && stations.size() <= STATIONS, title + " " + stations.size());
      var seen = new TreeSet<String>();
      String before = "";
      for (var station : stations) {
        if (!seen.isEmpty() && !connected(station, before + station.text(), seen, types)) {
          wrong.add(title + ": nothing connects " + station.name() + " with " + seen);
        }
        if (!seen.add(station.name())) {
          wrong.add(title + ": goes back to " + station.name());
        }
        before = station.text();
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
  }

  private static boolean connected(
      Station station, String said, TreeSet<String> earlier, Map<String, String> types) {
    String own = types.getOrDefault(station.name(), "");
    var between = Repository.matches(TYPE, said).stream().map(m -> m.group(1)).toList();
    return earlier.stream()
        .anyMatch(
            before -> {
              String other = types.getOrDefault(before, "");
              return names(own, before)
                  || names(other, station.name())
                  || between.stream().anyMatch(type -> names(own, type) && names(other, type));
            });
  }

  private static boolean names(String source, String type) {
    return Pattern.compile("\\b" + type + "\\b").matcher(source).find();
  }
}
