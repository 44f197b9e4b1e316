package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Obstacles that other users can create for the packaged daemon: files where ours should be, an
/// environment, names with a meaning for a shell.
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
      Await.until("master", () -> router.machine.has("10.9.0.100"));
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

  /// A user who can write to the directory of a tracked file replaces it by a FIFO, a link, a
  /// directory: values are 0, nothing blocks, and files elsewhere keep their content.
  @Test
  void aTrackedFileThatIsNoFileHoldsNothingUp() {
    try (var router = new Operated()) {
      shell(router, "mkdir /run/t; echo precious > /run/victim; chmod 600 /run/victim");
      shell(
          router,
          "cd /run/t; echo 7 > swapped; ln -s /run/victim link; ln /run/victim hard; mkfifo fifo"
              + "; echo 1 > theirs; chown 65534 /run/t theirs; chown -h 65534 link fifo");
      var tracks = new StringBuilder();
      for (String name : List.of("swapped", "link", "hard", "fifo", "theirs")) {
        tracks.append("track_file %s {\n file /run/t/%s\n weight 1\n".formatted(name, name));
        tracks.append(name.equals("swapped") ? "}\n" : " init_file 5 overwrite\n}\n");
      }
      router.configure(
          "global_defs {\n router_id R\n reload_time_file /run/t/when\n}\n"
              + tracks
              + Operated.instance("VI_1", 51, 200, "10.9.0.100/24")
                  .replace("advert_int 1", "advert_int 1\n track_file {\n swapped\n theirs\n }"));
      var daemon = router.start();
      Await.until("master", () -> router.machine.has("10.9.0.100"));
      router.await(daemon, "track_file link: /run/t/link: is a symbolic link");
      router.await(daemon, "track_file hard: /run/t/hard: has 2 names (hard links)");
      router.await(daemon, "track_file fifo: /run/t/fifo: is a FIFO, not a regular file");
      Await.until("written", () -> router.read("/run/t/theirs").equals("5\n"));
      shell(router, "cd /run/t; mkfifo a b; mv a swapped; mv b when");
      router.await(daemon, "track_file swapped: /run/t/swapped: is a FIFO, not a regular file");
      router.await(daemon, "Cannot read /run/t/when: /run/t/when: is a FIFO");
      daemon.signal("HUP");
      router.await(daemon, "Reload complete");
      daemon.signal("USR1");
      router.awaitFile("/run/tmp/keepalived.data");
      shell(router, "cd /run/t; rm theirs; echo 11 > x; mv x swapped");
      Await.until(
          "followed again",
          () -> {
            router.machine.mustRun("rm", "-f", "/run/tmp/keepalived.data");
            daemon.signal("USR1");
            router.awaitFile("/run/tmp/keepalived.data");
            return router.read("/run/tmp/keepalived.data").contains("Effective priority = 211");
          });
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals("precious\n", router.read("/run/victim"));
    }
  }

  /// A pid file that is a hard link, or would block.
  @Test
  void aPidFileThatIsNotOurs() {
    try (var router = new Operated()) {
      shell(router, "echo precious > /run/victim; ln /run/victim /run/h.pid; mkfifo /run/f.pid");
      router.configure(Operated.one(""));
      for (String name : List.of("h", "f")) {
        var refused = router.start("-p", "/run/" + name + ".pid");
        assertEquals(0, refused.await(Operated.LIMIT), refused.output());
        router.await(refused, "pid file: open(/run/" + name + ".pid): ");
      }
      assertEquals("precious\n", router.read("/run/victim"));
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
      Await.until(() -> "notified\n" + daemon.output(), () -> said(router).contains("MASTER"));
      assertEquals("INSTANCE\n" + NAME + "\nMASTER\n255\n", said(router));
      for (String name : List.of("IFS=", "LD_", "KEEPALIVED_", "_JAVA", "MALLOC_", "JAVA_")) {
        assertEquals(List.of(), added(router).filter(line -> line.startsWith(name)).toList());
      }
      assertEquals(0, daemon.stop(), daemon.output());
      assertEquals(1, router.machine.status("test", "-e", "/run/tmp/owned"));
    }
  }

  /// The script's environment, except for what this machine gives to all programs.
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
