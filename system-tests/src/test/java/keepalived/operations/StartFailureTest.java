package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A start that cannot work ends at once, with a message on standard error.
@Tag("linux")
class StartFailureTest {

  private static Program start(Operated router, String before) {
    router.configure(Operated.one(""));
    String command =
        before
            + "; exec "
            + Keepalived.OURS.program()
            + " -n -l -D -f /etc/keepalived/keepalived.conf";
    return router.machine.start("sh", "-c", command);
  }

  private static void refused(Program daemon, String sentence) {
    assertEquals(1, daemon.await(Operated.LIMIT), daemon.output());
    assertTrue(daemon.output().contains(sentence), daemon.output());
    assertFalse(daemon.output().contains("\tat "), daemon.output());
    assertFalse(daemon.machine().has("10.9.0.100"), daemon.output());
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 50, 53, 60})
  void withFewDescriptors(int limit) {
    try (var router = new Operated()) {
      refused(start(router, "ulimit -n " + limit), "the limit (ulimit -n) is " + limit);
    }
  }

  @Test
  void aSoftLimitIsRaised() {
    try (var router = new Operated()) {
      var daemon = start(router, "ulimit -S -n 50");
      Await.until(() -> "master\n" + daemon.output(), () -> router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }

  /// After the launcher's check, the daemon itself runs out of file descriptors, at any point of
  /// its start.
  @ParameterizedTest
  @ValueSource(ints = {48, 52, 56})
  void whenTheyRunOutOnTheWay(int limit) {
    try (var router = new Operated()) {
      router.configure(Operated.one(""));
      var daemon =
          router.machine.start(
              "sh",
              "-c",
              "sed 's/^least=64$/least=1/' "
                  + Keepalived.OURS.program()
                  + " > /run/tmp/launcher; sed -i 's|^home=.*self.*|home="
                  + Keepalived.OURS.program().replaceAll("/bin/keepalived$", "/bin")
                  + "|' /run/tmp/launcher; ulimit -n "
                  + limit
                  + "; exec sh /run/tmp/launcher -n -l -f /etc/keepalived/keepalived.conf");
      assertTrue(daemon.await(Operated.LIMIT) != 0, daemon.output());
      assertTrue(daemon.output().contains("Too many open files"), daemon.output());
      assertFalse(router.machine.has("10.9.0.100"), daemon.output());
    }
  }

  @Test
  void withAnAddressOfTheServiceManagerThatIsNone() {
    try (var router = new Operated()) {
      String path = "/" + "a".repeat(120);
      refused(start(router, "export NOTIFY_SOCKET=" + path), "NOTIFY_SOCKET is 121 bytes long");
    }
  }

  @Test
  void aServiceManagerThatIsNotThereIsNamed() {
    try (var router = new Operated()) {
      var daemon = start(router, "export NOTIFY_SOCKET=/nowhere/notify");
      router.await(daemon, "no process reads NOTIFY_SOCKET");
      Await.until(() -> "master\n" + daemon.output(), () -> router.machine.has("10.9.0.100"));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }
}
