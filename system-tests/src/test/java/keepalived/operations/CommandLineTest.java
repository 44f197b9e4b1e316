package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import keepalived.lab.Keepalived;
import keepalived.lab.Machine;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How words of a command line are parsed (getopt_long(3)): abbreviated, ambiguous, in the wrong
/// case, attached, separate, empty, missing, unexpected. Compares the exit status with the
/// original's; nothing is started.
@Tag("linux")
class CommandLineTest {

  /// Runs `-t` with the default file, which exists, unless another is named; `""` is an empty word.
  private static final List<String> LINES =
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
          "--signum=RELOAD -Q",
          "-t -S local7",
          "-t -S user",
          "-t --log-file=/run/tmp/l",
          "-t -f /nosuch",
          "-Q -v");

  @Test
  void statusesEqualTheOriginals() {
    try (var router = new Operated()) {
      router.configure("global_defs {\n router_id R\n}\n");
      var original = statuses(router.machine, Keepalived.ORIGINAL);
      var ours = statuses(router.machine, Keepalived.OURS);
      assertEquals("", Allowed.in("command line/words").differences("ended", original, ours));
    }
  }

  /// Each command line is a part, its exit status the text.
  private static Snapshot statuses(Machine machine, Keepalived program) {
    var statuses = new LinkedHashMap<String, String>();
    LINES.forEach(line -> statuses.put(line, Integer.toString(status(machine, program, line))));
    return new Snapshot(statuses);
  }

  private static int status(Machine machine, Keepalived program, String line) {
    var words =
        Arrays.stream(line.formatted("/etc/keepalived/keepalived.conf").split(" "))
            .map(word -> word.equals("\"\"") ? "" : word);
    return machine.status(
        Stream.concat(Stream.of(program.program()), words).toArray(String[]::new));
  }
}
