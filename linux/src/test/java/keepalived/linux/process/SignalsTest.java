package keepalived.linux.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Starts JVMs as a launcher must, and as it must not.
@Tag("linux")
class SignalsTest {

  private static final List<Integer> ALL = List.of(1, 2, 10, 12, 24, 36, 63, 15);

  /// A shell's background jobs and `nohup` start with INT or HUP ignored, which the JVM would
  /// respect.
  private static final List<String> NOTHING_IGNORED = List.of("env", "--default-signal");

  private static final List<String> LAUNCHER =
      List.of("env", "--block-signal=HUP,INT,QUIT,TERM,USR1,USR2,XCPU,36,63");

  private static Process start(List<String> prefix, List<String> options, Map<String, String> more)
      throws Exception {
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var line = new ArrayList<>(prefix);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp"));
    line.add(classPath);
    line.add(SignalsMain.class.getName());
    ALL.forEach(number -> line.add(number.toString()));
    var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(more);
    return builder.start();
  }

  private static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static void send(Process process, int number) throws Exception {
    new ProcessBuilder("kill", "-" + number, Long.toString(process.pid())).start().waitFor();
  }

  @Test
  void withTheLaunchersLineEverySignalArrivesWithItsSender() throws Exception {
    everySignalArrives(LAUNCHER);
  }

  @Test
  void alsoThoseThatWereIgnoredBefore() throws Exception {
    var prefix = new ArrayList<>(List.of("env", "--ignore-signal=HUP,INT,USR1,36"));
    prefix.addAll(LAUNCHER);
    everySignalArrives(prefix);
  }

  private static void everySignalArrives(List<String> prefix) throws Exception {
    var process = start(prefix, List.of("-Xrs"), Map.of("_JAVA_SR_SIGNUM", "50"));
    var lines = reader(process);
    assertEquals("unavailable []", lines.readLine());
    for (int number : ALL) {
      send(process, number);
      assertEquals(number + " by", lines.readLine());
    }
    assertEquals(0, process.waitFor());
  }

  @Test
  void withoutItTheJvmsHandlersServeAndTheRestIsSaid() throws Exception {
    var process = start(NOTHING_IGNORED, List.of(), Map.of("_JAVA_SR_SIGNUM", "50"));
    var lines = reader(process);
    assertEquals("unavailable [24, 36, 63]", lines.readLine());
    for (int number : List.of(1, 2, 10, 12, 15)) {
      send(process, number);
      assertEquals(number + " from", lines.readLine());
    }
    assertEquals(0, process.waitFor());
  }
}
