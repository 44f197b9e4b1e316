package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import keepalived.lab.Keepalived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Command lines that are refused: our words and exit status beside the original's, of the same
/// machine. Options that keepalived(8) names but Debian's build does not know (`--perf`, `--debug`,
/// `--no-mem-check`, the TDATA signal) are refused by both.
@Tag("linux")
class RefusedOptionsTest {

  /// `%s` is the configuration file.
  private static final List<String> SAME =
      List.of(
          "--perf",
          "--perf=all",
          "--debug=DvEc",
          "--no-mem-check",
          "--signum=TDATA",
          "--signum=stop",
          "--unknown",
          "--no",
          "-Q",
          "-nQ",
          "-i",
          "-s",
          "-A",
          "-p",
          "-r",
          "-c",
          "-b",
          "-u",
          "-S 9 -t -f %s",
          "--log-facility=nothing -t -f %s",
          "--log-facility=local8 -t -f %s");

  @Test
  void bothRefuseTheSameInTheSameWords() {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var checks =
          SAME.stream()
              .map(words -> words.formatted("/etc/keepalived/keepalived.conf"))
              .<Executable>map(words -> () -> compare(router, words))
              .toList();
      assertAll(checks);
    }
  }

  private static void compare(Operated router, String words) {
    assertEquals(
        outcome(router, Keepalived.ORIGINAL, words),
        outcome(router, Keepalived.OURS, words),
        words);
  }

  /// The first line said, and the exit status after it.
  private static String outcome(Operated router, Keepalived program, String words) {
    var command = Stream.concat(Stream.of(program.program()), Stream.of(words.split(" ")));
    var run = router.machine.start(command.toArray(String[]::new));
    int status = run.await(Operated.LIMIT);
    return run.output().lines().findFirst().orElse("") + " -> " + status;
  }
}
