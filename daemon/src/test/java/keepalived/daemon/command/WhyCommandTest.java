package keepalived.daemon.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.event.Happening.Kind;
import keepalived.core.time.MonoTime;
import keepalived.daemon.flight.EventCodec;
import keepalived.daemon.flight.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The words of `why` and `events`.
class WhyCommandTest {

  @TempDir Path directory;

  private long number;

  private Path recording() throws IOException {
    var file = directory.resolve("x.events");
    if (!Files.exists(file)) {
      Files.createFile(file);
      step(file, "VI_1", "first", Duration.ofHours(3));
      step(file, "VI_1", "second", Duration.ofMinutes(5));
      step(file, "VI_2", "third", Duration.ofMinutes(4));
    }
    return file;
  }

  private void step(Path file, String name, String why, Duration ago) throws IOException {
    var event =
        Happening.of(Kind.STEP, name)
            .with("from", "BACKUP")
            .with("to", "MASTER")
            .with("cause", "master_timeout")
            .with("why", why);
    var recorded =
        new Recorded(
            new EventId(1, ++number),
            Instant.now().minus(ago),
            new MonoTime(number * 1_000_000_000),
            event);
    Files.write(file, EventCodec.encode(recorded), StandardOpenOption.APPEND);
  }

  private record Ran(int status, String out, String err) {

    long count(String text) {
      return out.lines().filter(line -> line.contains(text)).count();
    }
  }

  private static Ran run(String command, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        Commands.run(
            command,
            List.of(words),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Ran why(String... words) throws IOException {
    var all = new ArrayList<>(List.of("--file", recording().toString()));
    all.addAll(List.of(words));
    return run("why", all.toArray(String[]::new));
  }

  @Test
  void theLastChangeOfEachInstance() throws IOException {
    var ran = why();
    assertEquals(0, ran.status());
    assertEquals(0, ran.count("first"));
    assertEquals(1, ran.count("second"));
    assertEquals(1, ran.count("third"));
  }

  @Test
  void theLastChangesOfOneInstance() throws IOException {
    assertEquals(2, why("VI_1", "-n", "3").count("cause:"));
    assertEquals(1, why("VI_1", "--since", "10m").count("cause:"));
    assertEquals(3, why("--since", "1d").count("cause:"));
    assertEquals(0, why("--since", "1s").count("cause:"));
  }

  @Test
  void anUnknownNameIsAnError() throws IOException {
    var ran = why("VI_3");
    assertEquals(3, ran.status());
    assertEquals("why: no change of VI_3 is recorded; recorded are VI_1, VI_2\n", ran.err());
  }

  @Test
  void allDetails() throws IOException {
    assertEquals(1, why("VI_1", "--full").count("master_timeout"));
  }

  @Test
  void withoutARecordingThatIsSaid() {
    var missing = directory.resolve("no.events").toString();
    for (var command : List.of("why", "events")) {
      var ran = run(command, "--file", missing);
      assertEquals(2, ran.status());
      assertTrue(ran.err().contains("there is no recording " + missing), ran::err);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-n", "-n 0", "-n x", "--since", "--since 5", "--since 5y", "-x", "a b", "-f"})
  void wrongWords(String words) {
    var ran = run("why", words.split(" "));
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("keepalived why [NAME]"), ran::err);
  }

  @Test
  void events() throws IOException {
    var file = recording().toString();
    assertEquals(3, run("events", "--file", file).out().lines().count());
    assertEquals(1, run("events", "VI_2", "--file", file).out().lines().count());
    assertEquals(2, run("events", "--file", file, "--since", "10m").out().lines().count());
    var json = run("events", "VI_2", "--json", "--file", file).out();
    assertTrue(json.startsWith("{\"event\":\"0001-3\""), json);
    assertEquals(1, run("events", "--full").status());
  }
}
