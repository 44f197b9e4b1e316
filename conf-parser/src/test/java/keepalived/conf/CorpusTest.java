package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Configuration files of other projects, which are not part of this one. They are in the directory
/// `KEEPALIVED_CORPUS`, or beside the checkout. For each file the exit status must be that of
/// keepalived 2.2.7, or 0 if keepalived 2.4.3 accepts the file.
class CorpusTest {

  private static Optional<Path> corpus() {
    var named = Optional.ofNullable(System.getenv("KEEPALIVED_CORPUS")).map(Path::of);
    for (String beside : List.of("../../shared/corpus", "../../../shared/corpus")) {
      named = named.or(() -> Optional.of(Path.of(beside)).filter(Files::isDirectory));
    }
    return named.filter(p -> Files.exists(p.resolve("INDEX.tsv")));
  }

  @Test
  void every_file_gives_the_recorded_exit_status() {
    assumeTrue(corpus().isPresent(), "SKIPPED: no corpus; set KEEPALIVED_CORPUS to its directory");
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (String line :
        TestFiles.read(corpus().get().resolve("INDEX.tsv")).lines().skip(1).toList()) {
      String[] columns = line.split("\t", -1);
      Path file = corpus().get().resolve("conf/" + columns[0] + ".conf");
      if (!Files.exists(file)) {
        continue;
      }
      compared++;
      String status = Integer.toString(TestFiles.read(file, TableHost.recorded()).testStatus());
      boolean older = status.equals(columns[4]);
      boolean newerAccepts = status.equals(columns[5]) && columns[5].equals("0");
      if (!older && !newerAccepts) {
        wrong.add(
            columns[0] + ": 2.2.7 " + columns[4] + ", 2.4.3 " + columns[5] + ", ours " + status);
      }
    }
    assertEquals(List.of(), wrong, compared + " files");
  }
}
