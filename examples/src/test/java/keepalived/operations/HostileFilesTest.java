package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keepalived.examples.lab.Keepalived;
import keepalived.examples.lab.Waiting;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What others put in the packaged daemon's way: files of theirs where ours should be, an
/// environment, names that mean something to a shell.
@Tag("linux")
class HostileFilesTest {

  private static final String NAME = "$(id>/run/tmp/owned);`id`|";

  private static void shell(Operated router, String command) {
    router.machine.mustRun("sh", "-c", command);
  }

  @Test
  void filesOfOthersAreLeftAlone() {
    try (var router = new Operated()) {
      shell(
          router,
          "chmod 1777 /run/tmp; cd /run/tmp"
              + "; echo theirs > keepalived.data; chmod 666 keepalived.data"
              + "; chown 65534:65534 keepalived.data"
              + "; echo precious > /run/victim; ln -s /run/victim keepalived.stats"
              + "; mkdir keepalived.json"
              + "; ln -s /run/victim marker; ln -s /run/victim k.log"
              + "; chown -h 65534:65534 marker k.log");
      router.configure(Operated.one("reload_file /run/tmp/marker"));
      var daemon = router.start("-g/run/tmp/k.log");
      Waiting.until("master", () -> router.machine.has("10.9.0.100"));
      daemon.signal("USR1");
      router.await(daemon, "Can't write /run/tmp/keepalived.data: ");
      router.await(daemon, "keepalived.data is owned by nobody");
      daemon.signal("USR2");
      router.await(daemon, "keepalived.stats is not a plain file");
      daemon.signal("36");
      router.await(daemon, "keepalived.json is not a plain file");
      daemon.signal("HUP");
      router.await(daemon, "Reload complete");
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals("theirs\n", router.read("/run/tmp/keepalived.data"));
      assertEquals("precious\n", router.read("/run/victim"));
      assertFalse(router.machine.mustRun("ls", "-A", "/run/tmp").contains(".new"));
    }
  }

  @Test
  void namesAreDataAndTheEnvironmentIsNotHandedOn() {
    try (var router = new Operated()) {
      router.machine.write(
          "note.sh", "#!/bin/sh\nenv > /run/tmp/env\nprintf '%s\\n' \"$@\" > /run/tmp/words\n");
      router.configure(
          "global_defs {\n router_id R\n script_user root\n enable_script_security\n"
              + " vrrp_notify_fifo /run/fifo\n}\n"
              + Operated.instance(NAME, 51, 255, "10.9.0.100/24")
                  .replace("advert_int 1", "advert_int 1\n notify /etc/keepalived/note.sh"));
      var command = new ArrayList<>(List.of("env", "IFS=x", "LD_LIBRARY_PATH=/run/tmp"));
      command.addAll(List.of("LD_PRELOAD=", "KEEPALIVED_JAVA_OPTS=-Dfoo=bar"));
      command.add(Keepalived.OURS.program());
      command.addAll(List.of("-n", "-l", "-f", "/etc/keepalived/keepalived.conf"));
      var daemon = router.machine.start(command.toArray(String[]::new));
      Waiting.until(() -> "told\n" + daemon.output(), () -> said(router).contains("MASTER"));
      assertEquals("INSTANCE\n" + NAME + "\nMASTER\n255\n", said(router));
      for (String name : List.of("IFS=", "LD_", "KEEPALIVED_", "_JAVA", "MALLOC_", "JAVA_")) {
        assertEquals(List.of(), added(router).filter(line -> line.startsWith(name)).toList());
      }
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals(1, router.machine.status("test", "-e", "/run/tmp/owned"));
    }
  }

  /// The script's environment, but for what this machine gives to all programs.
  private static Stream<String> added(Operated router) {
    return router
        .read("/run/tmp/env")
        .lines()
        .filter(line -> !System.getenv().containsKey(line.replaceFirst("=.*", "")));
  }

  private static String said(Operated router) {
    return router.machine.run("cat", "/run/tmp/words");
  }
}
