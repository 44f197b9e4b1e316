package keepalived.daemon.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lists of fields are complete: whichever leaf of a configuration differs, the plan reports
/// it. A new record component without a field fails here.
class ReloadPlanCoverageTest {

  /// The format in which Java prints a record, which must not reach the output.
  private static final Pattern RECORD = Pattern.compile("[A-Za-z]\\[|Optional");

  @ParameterizedTest
  @ValueSource(strings = {"base.conf", "variants.conf"})
  void everyLeafIsInAList(String file) {
    var path = Path.of("src/test/resources/plan").resolve(file);
    var config = ConfigReader.read(path, ConfigReader.Options.of("vm")).config();
    var silent = new ArrayList<String>();
    var spoilt = new ArrayList<String>();
    var mutations = Mutations.of(config, Config.class);
    for (var mutation : mutations) {
      var lines = ReloadPlan.of(config, (Config) mutation.value()).lines();
      if (lines.isEmpty()) {
        silent.add(mutation.path());
      }
      lines.stream().filter(line -> RECORD.matcher(line).find()).forEach(spoilt::add);
    }
    assertEquals(List.of(), silent, "these may change and the plan says nothing");
    assertEquals(List.of(), spoilt);
    assertTrue(mutations.size() > 300, mutations.size() + " leaves");
  }
}
