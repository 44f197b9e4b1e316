package keepalived.linux.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.OnLoop;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Links;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {

  @Test
  void aPidFileIsLockedOnceAndHoldsThePid(@TempDir Path directory) throws Exception {
    var path = directory.resolve("daemon.pid");
    Files.writeString(path, "a long line left by a dead process\n");
    int before = Native.LIBC.umask(0177);
    try {
      var locked = assertInstanceOf(PidFile.Locked.class, PidFile.lock(path)).file();
      locked.write(12345);
      locked.write(42);
      assertEquals("42\n", Files.readString(path));
      assertEquals(
          PosixFilePermissions.fromString("rw-r--r--"), Files.getPosixFilePermissions(path));
      assertInstanceOf(PidFile.AlreadyLocked.class, PidFile.lock(path));
      locked.close();
      var again = assertInstanceOf(PidFile.Locked.class, PidFile.lock(path)).file();
      again.remove();
      assertTrue(Files.notExists(path));
    } finally {
      Native.LIBC.umask(before);
    }
  }

  @Test
  void aPidFileIsNotOpenedThroughALink(@TempDir Path directory) throws Exception {
    var link = Files.createSymbolicLink(directory.resolve("link.pid"), directory.resolve("target"));
    var failure = assertThrows(LinuxException.class, () -> PidFile.lock(link));
    assertTrue(failure.is(Errno.ELOOP), failure.getMessage());
    var nowhere = directory.resolve("missing/daemon.pid");
    assertTrue(assertThrows(LinuxException.class, () -> PidFile.lock(nowhere)).is(Errno.ENOENT));
  }

  @Test
  void usersAndGroupsAreFoundByNameAndByNumber() {
    var root = Users.user("root").orElseThrow();
    assertEquals(new Users.User("root", 0, 0, "/root", "/bin/bash"), root);
    assertEquals(Optional.of(root), Users.user("0"));
    assertEquals(Optional.empty(), Users.user("no_such_user"));
    assertEquals(987_654, Users.user("987654").orElseThrow().gid());
    assertEquals(Optional.of(new Users.Group("root", 0)), Users.group("root"));
    assertEquals(Optional.of(new Users.Group("root", 0)), Users.group("0"));
    assertEquals(Optional.empty(), Users.group("no_such_group"));
    assertEquals(0, Users.groupsOf(root).getFirst());
  }

  @Test
  @Tag("linux")
  void aThreadEntersANamedNamespaceAlone() throws Exception {
    var name = "ka-linux-" + Native.LIBC.getpid();
    NetworkNamespace.ip("netns add " + name);
    try {
      var inside = new CompletableFuture<Integer>();
      new Thread(
              () -> {
                try {
                  Namespaces.enter(name);
                  inside.complete(links());
                } catch (Throwable thrown) {
                  inside.completeExceptionally(thrown);
                }
              })
          .start();
      var outside = namespace();
      assertEquals(1, inside.get(10, TimeUnit.SECONDS));
      assertEquals(outside, namespace());
      assertTrue(Namespaces.find(name).isPresent());
    } finally {
      NetworkNamespace.ip("netns del " + name);
    }
    assertEquals(Optional.empty(), Namespaces.find(name));
    assertEquals(Optional.empty(), Namespaces.find("../../etc/passwd"));
    assertTrue(assertThrows(LinuxException.class, () -> Namespaces.enter(name)).is(Errno.ENOENT));
  }

  /// The network namespace of the calling thread.
  private static Path namespace() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
  }

  private static int links() {
    try (var socket =
        NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT)) {
      return new Links(socket).dump().entries().size();
    }
  }

  @Test
  @Tag("linux")
  void schedulingIsSetForTheThreadAndRefusalsAreValues() throws Exception {
    try (var onLoop = new OnLoop()) {
      var fields =
          onLoop.<List<String>>run(
              done -> {
                assertEquals(Optional.empty(), Realtime.roundRobin(11));
                assertEquals(Optional.empty(), Realtime.cpus(Set.of(0)));
                assertEquals(Set.of(0), Realtime.cpus());
                done.complete(schedulingOf(Native.LIBC.gettid()));
              });
      // Real-time priority and policy (2 with the reset-on-fork bit hidden), proc(5) fields 40, 41.
      assertEquals(List.of("11", "2"), fields);
      var refused =
          onLoop.<String>run(d -> d.complete(Realtime.roundRobin(100).orElseThrow().getMessage()));
      assertEquals("sched_setscheduler(100): Invalid argument", refused);
      onLoop.<Boolean>run(
          done -> {
            assertEquals(Optional.empty(), Realtime.normal());
            assertEquals(Optional.empty(), Realtime.nice(3));
            assertEquals(3, Realtime.nice());
            assertEquals(Optional.empty(), Realtime.lockMemory());
            assertEquals(Optional.empty(), Realtime.unlockMemory());
            var minute = Duration.ofMinutes(1);
            assertEquals(Optional.empty(), Realtime.timeLimit(minute, minute));
            done.complete(true);
          });
    }
  }

  @Test
  @Tag("linux")
  void whatARealTimeLoopWaitsForIsScheduledBesideIt() throws Exception {
    try (var onLoop = new OnLoop()) {
      int ordinary = onLoop.<Integer>run(done -> done.complete(Native.LIBC.gettid()));
      assertEquals(Optional.empty(), MachineThreads.support(12));
      assertEquals(List.of("12", "2"), schedulingOf(collector()));
      assertEquals("-20", nice(ordinary));
      assertEquals(Optional.empty(), MachineThreads.release());
      assertEquals(List.of("0", "0"), schedulingOf(collector()));
      assertEquals("0", nice(ordinary));
    }
  }

  /// Found with grep(1), which continues when a thread ends meanwhile.
  private static int collector() throws Exception {
    var search = "grep -lsx 'VM Thread' /proc/" + ProcessHandle.current().pid() + "/task/*/comm";
    var process = new ProcessBuilder("sh", "-c", search).start();
    var found = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Integer.parseInt(Path.of(found.strip()).getParent().getFileName().toString());
  }

  private static String nice(int thread) throws IOException {
    var stat = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
  }

  private static List<String> schedulingOf(int thread) {
    try {
      var stat = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return List.of(fields[37], fields[38]);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
