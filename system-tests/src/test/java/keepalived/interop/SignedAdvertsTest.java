package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `auth_hmac` between two of our routers: one with the key takes part, one without it changes
/// nothing.
@Tag("linux")
class SignedAdvertsTest {

  private static final String VIP = OneRouter.VIP;
  private static final String KEY = "key 7 0123456789abcdef0123456789abcdef";
  private static final String OTHER_KEY = "key 7 ffffffffffffffffffffffffffffffff";
  private static final List<String> COMPLAINTS =
      List.of("signature", "unsigned", "replayed", "time window", "invalid", "mismatch");

  private static Program start(Machine machine, int version, int priority, String keys) {
    String block = keys.isEmpty() ? "" : "auth_hmac {\n " + keys + "\n }";
    machine.write("keepalived.conf", OneRouter.configuration(version, priority, block));
    return Keepalived.OURS.start(machine, "keepalived.conf");
  }

  private static void has(Machine machine, boolean wanted, Program... programs) {
    Await.until(
        () -> machine + (wanted ? " has" : " has not") + " the address\n" + said(programs),
        () -> machine.has(VIP) == wanted);
  }

  private static String said(Program... programs) {
    var text = new StringBuilder();
    for (var program : programs) {
      text.append(program.machine()).append(":\n").append(program.output());
    }
    return text.toString();
  }

  private static void says(Program program, String text) {
    Await.until(() -> text + " in\n" + program.output(), () -> program.output().contains(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void failOverAndReturn(int version) {
    try (var lab = new Lab()) {
      var a = lab.machine("a", "10.9.0.1/24");
      var b = lab.machine("b", "10.9.0.2/24");
      var first = start(a, version, 200, KEY);
      has(a, true, first);
      var second = start(b, version, 100, KEY);
      says(second, "master set to 10.9.0.1");
      first.crash();
      has(b, true, second);
      var again = start(a, version, 200, KEY);
      has(b, false, again, second);
      has(a, true, again, second);
      again.stop();
      has(b, true, second);
      for (var program : List.of(first, again, second)) {
        for (var complaint : COMPLAINTS) {
          assertFalse(program.output().contains(complaint), program.output());
        }
      }
    }
  }

  @Test
  void withoutTheKeyNobodyIsHeard() {
    try (var lab = new Lab()) {
      var a = lab.machine("a", "10.9.0.1/24");
      var b = lab.machine("b", "10.9.0.2/24");
      var c = lab.machine("c", "10.9.0.3/24");
      var first = start(a, 3, 100, KEY);
      has(a, true, first);
      var second = start(b, 3, 200, OTHER_KEY);
      var third = start(c, 3, 150, "");
      says(first, "received an invalid signature from 10.9.0.2");
      says(first, "received an unsigned advert from 10.9.0.3");
      says(second, "received an invalid signature from 10.9.0.1");
      says(third, "invalid advert length");
      assertTrue(a.has(VIP), said(first, second, third));
      assertFalse(
          first.said().stream().anyMatch(l -> l.text().endsWith("Entering BACKUP STATE")),
          first.output());
    }
  }

  @Test
  void recordedAdvertsDoNotKeepADeadMasterAlive() {
    try (var lab = new Lab()) {
      var a = lab.machine("a", "10.9.0.1/24");
      var b = lab.machine("b", "10.9.0.2/24");
      var first = start(a, 3, 200, KEY);
      has(a, true, first);
      var second = start(b, 3, 100, KEY + "\n time_window 300");
      says(second, "master set to 10.9.0.1");
      Path script = Path.of("src/test/resources/interop/replay.py").toAbsolutePath();
      var replayer = lab.bridge().start("python3", script.toString(), "br0", "60");
      says(replayer, "recorded");
      first.crash();
      has(b, true, second);
      Await.pass(Duration.ofSeconds(3));
      assertTrue(replayer.alive(), replayer.output());
      assertTrue(b.has(VIP), second.output());
      says(second, "received a replayed advert from 10.9.0.1");
    }
  }
}
