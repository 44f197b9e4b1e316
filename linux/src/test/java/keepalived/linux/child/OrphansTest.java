package keepalived.linux.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import keepalived.lab.Await;
import keepalived.linux.loop.EpollLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OrphansTest {

  @Test
  void theStatusIsReadBehindANameThatMayHoldAnything() {
    var status = Orphans.Status.parse("42 (a) b (c)) Z 1 40 39 0 -1 4227084\n");
    assertEquals(new Orphans.Status('Z', 1, 39), status);
    assertTrue(status.isZombieOf(1));
    assertEquals('?', Orphans.Status.parse("").state());
  }

  /// As process 1: orphans are collected, and no exit status that a caller waits for is lost.
  @Test
  @Tag("linux")
  void asProcessOneWhatChildrenLeaveIsCollected() throws Exception {
    var process =
        new ProcessBuilder(
                "unshare",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child",
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AsProcessOne.class.getName())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "does not end");
    assertEquals(0, process.exitValue(), output);
  }

  /// Runs alone, as process 1.
  static final class AsProcessOne {

    private static final int ROUNDS = 20;

    private AsProcessOne() {}

    public static void main(String[] none) throws Exception {
      var loop = EpollLoop.start("work", Throwable::printStackTrace);
      Orphans.collect(loop);
      var children = new Children(loop);
      for (int i = 0; i < ROUNDS; i++) {
        check(spawn(loop, children).equals(new ExitStatus.Exited(7)), "a child's status is lost");
        var own = new ProcessBuilder("/bin/sh", "-c", "exit 5").start();
        check(own.waitFor() == 5, "the status of a child of the JVM is lost");
      }
      check(Await.holdsWithin(Await.LIMIT, () -> zombies() == 0), zombies() + " zombies are left");
      Runtime.getRuntime().halt(0);
    }

    private static ExitStatus spawn(EpollLoop loop, Children children) {
      var ended = new CompletableFuture<ExitStatus>();
      var command =
          Command.of(
              List.of("/bin/sh", "-c", "sleep 0.05 & exit 7"), Map.of("PATH", "/usr/bin:/bin"));
      loop.post(() -> children.spawn(command, ended::complete));
      return ended.join();
    }

    private static long zombies() {
      long count = 0;
      for (var entry : new File("/proc").list((_, name) -> name.matches("[0-9]+"))) {
        try {
          count += Files.readString(Path.of("/proc", entry, "stat")).contains(") Z 1 ") ? 1 : 0;
        } catch (IOException gone) {
          continue;
        }
      }
      return count;
    }

    private static void check(boolean holds, String otherwise) {
      if (!holds) {
        System.out.println(otherwise);
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
