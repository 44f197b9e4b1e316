package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keepalived.lab.Keepalived;
import keepalived.lab.Machine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// How words of a command line are parsed (getopt_long(3)): abbreviated, ambiguous, in the wrong
/// case, attached, separate, empty, missing, unexpected. Compares the exit status with the
/// original's; nothing is started.
@Tag("linux")
class CommandLineTest {

  /// Runs `-t` with the default file, which exists, unless another is named; `""` is an empty word.
  private static final List<String> SAME =
      List.of(
          "-t --use-f=%s",
          "-t --use-file=",
          "-t --use-file \"\"",
          "-t -lf%s",
          "-t -u 0x12",
          "-t -u 999",
          "-t -S 3",
          "-t -S LOCAL3",
          "-t -S Daemon",
          "-t -S local",
          "-t -S -f %s",
          "-t --log-f",
          "-t --log-fac=3",
          "-t --log-console=yes",
          "-t --LOG-CONSOLE",
          "-t --vrrp-pid=/run/x",
          "-t --no-bfd",
          "-t --dont-rel",
          "-t --core-dump-p",
          "-t/run/tmp/y",
          "-t -- -Q",
          "-t - word",
          "-t -l=x",
          "-t --=x",
          "-Qt",
          "-t -v -Q",
          "-h -f",
          "--v",
          "--he",
          "--sig=JSON",
          "--signum=stop",
          "--signum=",
          "--signum=X --signum=STOP",
          "--signum=RELOAD -Q");

  /// Command lines with different exit statuses, and why; the original's comes first.
  private static final Map<String, List<Integer>> DIFFERENT =
      Map.of(
          // accepted according to their own help
          "-t -S local7", List.of(5, 0),
          "-t -S user", List.of(5, 0),
          // left out of Debian's build
          "-t --log-file=/run/tmp/l", List.of(1, 0),
          // a file that cannot be read has not been tested
          "-t -f /nosuch", List.of(0, 6),
          // the original prints the answer after the complaint
          "-Q -v", List.of(0, 1));

  @Test
  void statusesEqualTheOriginals() {
    try (var router = new Operated()) {
      router.configure("global_defs {\n router_id R\n}\n");
      Stream<Executable> same =
          SAME.stream()
              .map(
                  words ->
                      () ->
                          assertEquals(
                              status(router.machine, Keepalived.ORIGINAL, words),
                              status(router.machine, Keepalived.OURS, words),
                              words));
      Stream<Executable> different =
          DIFFERENT.entrySet().stream()
              .map(
                  e ->
                      () ->
                          assertEquals(
                              e.getValue(),
                              Stream.of(Keepalived.ORIGINAL, Keepalived.OURS)
                                  .map(program -> status(router.machine, program, e.getKey()))
                                  .toList(),
                              e.getKey()));
      assertAll(Stream.concat(same, different));
    }
  }

  private static int status(Machine machine, Keepalived program, String line) {
    var words =
        Arrays.stream(line.formatted("/etc/keepalived/keepalived.conf").split(" "))
            .map(word -> word.equals("\"\"") ? "" : word);
    return machine.status(
        Stream.concat(Stream.of(program.program()), words).toArray(String[]::new));
  }
}
