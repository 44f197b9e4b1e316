package keepalived.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  private static Options run(String... words) {
    return assertInstanceOf(CommandLine.Run.class, Arguments.parse(List.of(words))).options();
  }

  private static CommandLine.Answer answer(String... words) {
    return assertInstanceOf(CommandLine.Answer.class, Arguments.parse(List.of(words)));
  }

  @Test
  void lettersGroupAndTakeArgumentsEitherWay() {
    var options = run("-nlDDf", "/a.conf", "-p/run/x.pid", "-i", "node1");
    assertTrue(options.behaviour().foreground());
    assertTrue(options.logging().console());
    assertEquals(2, options.logging().detail());
    assertEquals(Optional.of("/a.conf"), options.configFile());
    assertEquals(Optional.of("/run/x.pid"), options.pidFiles().parent());
    assertEquals(Optional.of("node1"), options.configId());
  }

  @Test
  void wordsMayBeAbbreviatedWhenOnlyOneFits() {
    assertEquals(Optional.of("/a"), run("--use=/a").configFile());
    assertEquals(Optional.of("/a"), run("--use", "/a").configFile());
    assertTrue(run("--dont-f").behaviour().foreground());
    assertEquals("Unknown option --dont\n", answer("--dont").text());
    assertFalse(run("--vrrp").parts().checkers(), "an exact name beats vrrp_pid");
  }

  @ParameterizedTest
  @CsvSource({
    "--foo, Unknown option --foo",
    "-Z, Unknown option -Z",
    "-nZ, Unknown option -Z",
    "-f, Missing parameter for option -f",
    "--use-file, Missing parameter for option --use-file",
    "--vrrp=1, Unknown option --vrrp=1",
    "--signum=FOO, Unknown sigfunc FOO",
    "--signum=, Missing parameter for option --signum",
    "--use-file=, Missing parameter for option --use-file",
    "--log-f, Unknown option --log-f",
    "--LOG-CONSOLE, Unknown option --LOG-CONSOLE",
  })
  void errorsAndTheirStatus(String word, String message) {
    assertEquals(new CommandLine.Answer(message + "\n", true, 1), answer(word));
  }

  @ParameterizedTest
  @CsvSource({"STOP,15", "RELOAD,1", "DATA,10", "STATS,12", "STATS_CLEAR,63", "JSON,36"})
  void signalNumbers(String function, String number) {
    assertEquals(new CommandLine.Answer(number + "\n", false, 0), answer("--signum=" + function));
  }

  @Test
  void testTakesAnAttachedFileOnly() {
    assertEquals(Optional.empty(), run("-t", "x").test().orElseThrow().output());
    assertEquals(Optional.of("x"), run("-tx").test().orElseThrow().output());
    assertEquals(Optional.of("x"), run("--config-test=x").test().orElseThrow().output());
    assertTrue(run("-t", "--format", "json").test().orElseThrow().json());
    assertTrue(run().test().isEmpty());
  }

  @Test
  void partsThatRun() {
    assertEquals(new Options.Parts(true, true, true, false), run().parts());
    assertEquals(new Options.Parts(true, false, true, false), run("-P").parts());
    assertEquals(new Options.Parts(false, true, false, false), run("-C", "-B").parts());
    assertEquals(new Options.Parts(true, true, true, true), run("-P", "-C", "--all").parts());
  }

  @ParameterizedTest
  @CsvSource({"0,16", "local7,23", "LOCAL3,3", "User,3", "user,1", "daemon,3", "9,3"})
  void facilities(String word, int number) {
    assertEquals(number, run("-S", word).logging().facility());
  }

  @Test
  void umaskIsReadAsStrtolDoes() {
    assertEquals(OptionalInt.of(022), run("-u", "022").behaviour().umask());
    assertEquals(OptionalInt.of(0x12), run("-u", "0x12").behaviour().umask());
    assertEquals(OptionalInt.of(18), run("--umask=18").behaviour().umask());
    var wrong = (CommandLine.Run) Arguments.parse(List.of("-u", "xyz", "-S", "9"));
    assertEquals(OptionalInt.empty(), wrong.options().behaviour().umask());
    assertEquals(2, wrong.warnings().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plna -f FILE | unknown command 'plna'; did you mean plan?",
        "lnit a b | unknown command 'lnit'; did you mean lint?",
        "simulat x | unknown command 'simulat'; did you mean simulate?",
        "Plan x | unknown command 'Plan'; did you mean plan?",
        "ipsv -Ln | unknown command 'ipsv'; did you mean ipvs?",
        "start | unknown command 'start'; the commands are events, ipvs, lint, plan, show,"
            + " simulate, why",
        "-D reload | unknown command 'reload'; the commands are events, ipvs, lint, plan, show,"
            + " simulate, why",
        "-f FILE plna | unknown command 'plna'; did you mean plan?",
        "-n -- stop | unknown command 'stop'; the commands are events, ipvs, lint, plan, show,"
            + " simulate, why",
        "-n plan FILE | the command 'plan' must be the first word",
        "- | unknown command '-'; the commands are events, ipvs, lint, plan, show,"
            + " simulate, why"
      })
  void aWordThatIsNoCommandStartsNothing(String words, String message) {
    var answer = answer(words.split(" "));
    assertEquals(message + "\n", answer.text());
    assertEquals(1, answer.status());
    assertTrue(answer.toStandardError());
  }

  @Test
  void wordsOfCommandLinesThatWorkHaveNoEffect() {
    for (var words :
        List.of(
            List.of("-n", ""),
            List.of("-t", "FILE"),
            List.of("-t", "-n", "FILE"),
            List.of("-D", "-g", "/tmp/keepalived.log", "-n"),
            List.of("--log-file", "/tmp/keepalived.log"))) {
      var line = (CommandLine.Run) Arguments.parse(words);
      assertEquals(1, line.warnings().size(), words.toString());
      assertTrue(line.warnings().getFirst().startsWith("Unexpected argument(s): "));
    }
  }

  @Test
  void answersAreGivenAtOnce() {
    assertEquals("15\n", answer("--signum=STOP", "--signum=FOO", "-Z").text());
    assertTrue(answer("-hv", "-Z").text().startsWith("Usage: "));
    assertInstanceOf(CommandLine.ShowVersion.class, Arguments.parse(List.of("-nv", "-h", "-f")));
    assertEquals(1, answer("-Z", "-v").status());
  }

  @Test
  void genhashAndSubCommandsComeFirst() {
    assertEquals(
        new CommandLine.Genhash(List.of("-s", "10.0.0.1")),
        Arguments.parse(List.of("-T", "-s", "10.0.0.1")));
    assertEquals(
        new CommandLine.SubCommand("ipvs", List.of("-Ln")),
        Arguments.parse(List.of("ipvs", "-Ln")));
    assertEquals(1, answer("-n", "-T").status());
  }

  @Test
  void helpNamesEveryOption() {
    String help = answer("--help").text();
    for (var option : Option.values()) {
      assertTrue(help.contains("--" + option.word), option.word);
    }
  }
}
