package keepalived.linux.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.linux.OnLoop;
import keepalived.linux.child.Children;
import keepalived.linux.child.Command;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.netlink.NetlinkSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

  @Test
  void theProcessTableHasOurselves() throws Exception {
    int own = Native.LIBC.getpid();
    var entry = ProcessTable.scan().stream().filter(e -> e.pid() == own).findFirst().orElseThrow();
    assertEquals("java", entry.name());
    assertTrue(entry.commandLine().getFirst().endsWith("java"), entry.toString());
    assertEquals(Optional.of(entry), ProcessTable.find(own));
    assertEquals(Optional.empty(), ProcessTable.find(-1));
  }

  @Test
  void aCommandLineIsSplitAtItsZeros() {
    assertEquals(List.of(), ProcessTable.words(new byte[0]));
    assertEquals(List.of("a", "", "b"), ProcessTable.words(ascii("a\0\0b\0")));
    assertEquals(
        List.of("nginx: master process"), ProcessTable.words(ascii("nginx: master process")));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void whatHappensInADirectoryIsTold(@TempDir Path directory) throws Exception {
    var watched = Files.createDirectory(directory.resolve("watched"));
    try (var onLoop = new OnLoop()) {
      var events =
          onLoop.<List<FileEvent>>run(
              done -> {
                var seen = new ArrayList<FileEvent>();
                var inotify =
                    new Inotify(
                        onLoop.loop(),
                        event -> {
                          seen.add(event);
                          if (event instanceof FileEvent.DirectoryGone) {
                            done.complete(seen);
                          }
                        });
                inotify.add(watched);
                inotify.add(watched);
                assertThrows(LinuxException.class, () -> inotify.add(directory.resolve("missing")));
                change(watched);
              });
      assertEquals(
          List.of(
              new FileEvent.Created(watched, "a"),
              new FileEvent.Written(watched, "a"),
              new FileEvent.MovedOut(watched, "a"),
              new FileEvent.MovedIn(watched, "b"),
              new FileEvent.Deleted(watched, "b"),
              new FileEvent.DirectoryGone(watched)),
          events);
    }
  }

  private static void change(Path directory) {
    try {
      Files.writeString(directory.resolve("a"), "1");
      Files.move(directory.resolve("a"), directory.resolve("b"));
      Files.delete(directory.resolve("b"));
      Files.delete(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void aDirectoryWatchedNoMoreIsSilent(@TempDir Path directory) throws Exception {
    var other = Files.createDirectory(directory.resolve("other"));
    try (var onLoop = new OnLoop()) {
      var event =
          onLoop.<FileEvent>run(
              done -> {
                var inotify = new Inotify(onLoop.loop(), done::complete);
                inotify.add(directory);
                inotify.remove(directory);
                inotify.add(other);
                try {
                  Files.writeString(directory.resolve("unheard"), "1");
                  Files.createDirectory(other.resolve("heard"));
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });
      assertEquals(new FileEvent.Created(other, "heard"), event);
    }
  }

  @Test
  @Tag("linux")
  void processesThatComeAndGoAreTold() throws Exception {
    try (var onLoop = new OnLoop()) {
      var child = new int[1];
      var events =
          onLoop.<List<ProcessEvent>>run(
              done -> {
                var seen = new ArrayList<ProcessEvent>();
                new ProcConnector(
                    onLoop.loop(),
                    new NetlinkSocket.Options(1 << 20, true),
                    event -> {
                      seen.add(event);
                      if (event instanceof ProcessEvent.Exited(var pid, _) && pid == child[0]) {
                        done.complete(List.copyOf(seen));
                      }
                    });
                var script = "printf connector > /proc/$$/comm; exit 7";
                child[0] =
                    new Children(onLoop.loop())
                        .spawn(Command.of(List.of("/bin/sh", "-c", script), Map.of()), _ -> {})
                        .pid();
              });
      assertTrue(events.contains(new ProcessEvent.Listening()));
      assertTrue(
          events.contains(new ProcessEvent.Forked(Native.LIBC.getpid(), child[0])),
          events.toString());
      assertTrue(events.contains(new ProcessEvent.Executed(child[0])));
      assertTrue(
          events.contains(new ProcessEvent.Renamed(child[0], "connector")), events.toString());
      assertTrue(events.contains(new ProcessEvent.Exited(child[0], 7 << 8)));
    }
  }
}
