package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import keepalived.conf.diagnostic.DiagnosticJson;
import keepalived.conf.diagnostic.DiagnosticText;
import keepalived.conf.reader.ConfigReader;
import org.junit.jupiter.api.Test;

/// Thousands of nearly valid texts: no exception, no endless loop, and every place of a diagnostic
/// inside the text. The properties `fuzz.count` and `fuzz.seed` set the number of texts and the
/// seed.
class FuzzTest {

  private static final int COUNT = Integer.getInteger("fuzz.count", 20_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_121L);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void survives_near_valid_text() {
    var sources =
        Stream.of("configs", "broken")
            .flatMap(d -> TestFiles.configs(d).stream())
            .map(TestFiles::read)
            .filter(s -> !s.isEmpty())
            .toList();
    for (int batch = 0; batch < COUNT; batch += 1000) {
      long seed = SEED + batch;
      assertTimeoutPreemptively(
          PATIENCE.multipliedBy(6), () -> batch(sources, seed), () -> "hangs: fuzz.seed=" + seed);
    }
  }

  private static void batch(List<String> sources, long seed) {
    var mutator = new Mutator(sources, new SplittableRandom(seed));
    var options = ConfigReader.Options.of("vm").host(TableHost.recorded());
    for (int i = 0; i < 1000; i++) {
      String text = mutator.next();
      try {
        var result = ConfigReader.read("fuzz", text, options);
        result.diagnostics().forEach(Bounds::check);
        long lines = text.lines().count();
        // An include may have matched files of this directory; their lines are not counted here.
        result.diagnostics().stream()
            .filter(d -> d.place().file().equals("fuzz"))
            .forEach(d -> assertTrue(d.place().line() <= lines + 1, () -> d.toString()));
        DiagnosticText.render(result.diagnostics());
        DiagnosticJson.render(result.diagnostics());
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "fuzz.seed=" + seed + ", input " + i + ":\n" + text + "\n", failure);
      }
    }
  }
}
