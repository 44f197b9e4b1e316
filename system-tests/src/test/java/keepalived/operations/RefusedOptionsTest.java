package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import keepalived.lab.Keepalived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Refused command lines: our message and exit status compared with the original's, on the same
/// machine. Both refuse options that keepalived(8) names but Debian's build lacks (`--perf`,
/// `--debug`, `--no-mem-check`, the TDATA signal).
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

  /// The first line of output, and the exit status after it.
  private static String outcome(Operated router, Keepalived program, String words) {
    var command = Stream.concat(Stream.of(program.program()), Stream.of(words.split(" ")));
    var run = router.machine.start(command.toArray(String[]::new));
    int status = run.await(Operated.LIMIT);
    return run.output().lines().findFirst().orElse("") + " -> " + status;
  }
}
