package keepalived.daemon.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

  @ParameterizedTest
  @ValueSource(strings = {"lint", "simulate", "plan", "ipvs"})
  void eachCommandStandsInTheUsageAndExplainsItself(String name) {
    assertTrue(Commands.has(name));
    assertTrue(
        Commands.usage().contains("\n  " + name + " ")
            || Commands.usage().startsWith("  " + name + " "));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = Commands.run(name, List.of("--help"), new PrintStream(out), new PrintStream(err));
    assertEquals(0, status);
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains(name));
  }
}
