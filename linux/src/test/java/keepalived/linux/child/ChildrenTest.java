package keepalived.linux.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import keepalived.core.loop.Loop;
import keepalived.lab.Await;
import keepalived.linux.OnLoop;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.process.Realtime;
import keepalived.linux.process.Users;
import keepalived.linux.watch.ProcessTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildrenTest {

  private record Ended(ExitStatus status, String output) {}

  private final OnLoop onLoop = new OnLoop();

  @AfterEach
  void stop() {
    onLoop.close();
  }

  private static Command shell(String script) {
    return Command.of(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"))
        .withOutput(Command.Output.CAPTURED);
  }

  private Ended run(Command command) throws Exception {
    return onLoop.run(
        done -> {
          var running = new ChildProcess[1];
          running[0] =
              new Children(onLoop.loop())
                  .spawn(
                      command,
                      status -> {
                        assertEquals(ChildProcess.State.ENDED, running[0].state());
                        done.complete(new Ended(status, running[0].output()));
                      });
          assertEquals(ChildProcess.State.RUNNING, running[0].state());
        });
  }

  @Test
  void theExitCodeAndTheOutputAreTold() throws Exception {
    assertEquals(
        new Ended(new ExitStatus.Exited(3), "out\nerr\n"),
        run(shell("echo out; echo err >&2; exit 3")));
  }

  @Test
  void deathByASignalIsTold() throws Exception {
    assertEquals(new ExitStatus.Killed(9), run(shell("kill -9 $$")).status());
  }

  @Test
  void theEnvironmentIsTheOneGivenAndInputIsEmpty() throws Exception {
    var command =
        Command.of(List.of("/usr/bin/env"), Map.of("NAME", "värde with blanks"))
            .withOutput(Command.Output.CAPTURED);
    assertEquals("NAME=värde with blanks\n", run(command).output());
    assertEquals("0\n", run(shell("wc -c")).output());
  }

  @Test
  void theDirectoryIsTheOneGiven(@TempDir Path directory) throws Exception {
    assertEquals(directory.toRealPath() + "\n", run(shell("pwd -P").in(directory)).output());
  }

  @Test
  void theChildHasNoOtherDescriptorsAndNoBlockedSignals() throws Exception {
    var ended = run(shell("ls /proc/$$/fd; exec grep -E 'Sig(Blk|Ign)' /proc/self/status"));
    assertEquals("0\n1\n2\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", ended.output());
  }

  @Test
  void markingDescriptorsServesWhereTheLibraryCannotCloseThem() throws Exception {
    Spawn.markCloseOnExec();
    assertEquals("0\n1\n2\n", run(shell("ls /proc/$$/fd")).output());
  }

  @Test
  void theChildLeadsASessionOfItsOwn() throws Exception {
    var ended = run(shell("awk '{print $1 == $5, $1 == $6}' /proc/$$/stat"));
    assertEquals("1 1\n", ended.output());
  }

  @Test
  void onlyTheEndOfMuchOutputIsKept() throws Exception {
    var ended = run(shell("i=0; while [ $i -lt 3000 ]; do echo line-$i; i=$((i+1)); done"));
    assertEquals(new ExitStatus.Exited(0), ended.status());
    assertTrue(ended.output().endsWith("line-2998\nline-2999\n"));
    assertEquals(4096, ended.output().length());
  }

  @Test
  void aGrandchildHoldingTheOutputDoesNotDelayTheEnd() throws Exception {
    assertEquals("done\n", run(shell("sleep 2 & echo done")).output());
  }

  @Test
  void aProgramThatIsNotThereIsToldAtOnce() throws Exception {
    var failure =
        onLoop.<LinuxException>run(
            done ->
                done.complete(
                    assertThrows(
                        LinuxException.class,
                        () ->
                            new Children(onLoop.loop())
                                .spawn(
                                    Command.of(List.of("/no/such/program"), Map.of())
                                        .withOutput(Command.Output.CAPTURED),
                                    _ -> {}))));
    assertTrue(failure.is(Errno.ENOENT));
    assertEquals("posix_spawn(/no/such/program): No such file or directory", failure.getMessage());
  }

  @Test
  void aChildThatTakesTooLongIsAskedToEnd() throws Exception {
    var ended = run(shell("sleep 100").within(Duration.ofMillis(20)));
    assertEquals(new ExitStatus.TimedOut(), ended.status());
  }

  @Test
  void aChildThatDoesNotListenIsKilledWithAllItStarted() throws Exception {
    var states = new ArrayList<ChildProcess.State>();
    var pids = new String[1];
    var status =
        onLoop.<ExitStatus>run(
            done -> {
              var running = new ChildProcess[1];
              running[0] =
                  new Children(onLoop.loop())
                      .spawn(
                          shell("trap '' TERM; sleep 100 & echo $!; wait; sleep 100"),
                          s -> {
                            pids[0] = running[0].output().strip();
                            done.complete(s);
                          });
              onceItHasSpoken(
                  running[0],
                  () -> {
                    running[0].terminate();
                    running[0].terminate();
                    states.add(running[0].state());
                  });
            });
    assertEquals(new ExitStatus.Killed(9), status);
    assertEquals(ChildProcess.State.TERMINATING, states.getFirst());
    // The grandchild was signalled too; it has ended, or is a zombie that is not collected yet.
    int grandchild = Integer.parseInt(pids[0]);
    Await.until(() -> ProcessTable.find(grandchild).toString(), () -> !runs(grandchild));
  }

  private void onceItHasSpoken(ChildProcess child, Runnable task) {
    if (child.output().contains("\n")) {
      task.run();
    } else {
      onLoop.loop().after(Duration.ofMillis(5), () -> onceItHasSpoken(child, task));
    }
  }

  private static boolean runs(int pid) {
    return ProcessTable.find(pid).filter(e -> !e.commandLine().isEmpty()).isPresent();
  }

  @Test
  @Tag("linux")
  void anotherUserRunsTheProgramWithItsGroupsOnly() throws Exception {
    var nobody = Users.user("nobody").orElseThrow();
    var ids = "id -u; id -g; id -G";
    var plain = shell(ids).as(new Command.Identity(nobody.uid(), nobody.gid(), false));
    assertEquals(
        nobody.uid() + "\n" + nobody.gid() + "\n" + nobody.gid() + "\n", run(plain).output());
    var grouped = shell(ids).as(new Command.Identity(nobody.uid(), nobody.gid(), true));
    assertEquals(new ExitStatus.Exited(0), run(grouped).status());
    var missing =
        Command.of(List.of("/no/such/program"), Map.of())
            .as(new Command.Identity(nobody.uid(), nobody.gid(), false));
    assertEquals(new ExitStatus.Exited(127), run(missing).status());
  }

  @Test
  @Tag("linux")
  void childrenOfARealTimeLoopAreOrdinary() throws Exception {
    onLoop.<Boolean>run(
        done -> {
          assertTrue(Realtime.roundRobin(10).isEmpty());
          done.complete(true);
        });
    assertEquals("0 0\n", run(shell("awk '{print $40, $41}' /proc/$$/stat")).output());
    onLoop.<Boolean>run(
        done -> {
          assertTrue(Realtime.nice(-5).isEmpty());
          done.complete(true);
        });
    assertEquals("0 0\n", run(shell("awk '{print $19, $41}' /proc/$$/stat")).output());
  }

  @Test
  void endedChildrenLeaveNoDescriptorBehind() throws Exception {
    run(shell("true"));
    var before = new File("/proc/self/fd").list().length;
    for (int i = 0; i < 20; i++) {
      run(shell("true"));
    }
    assertFalse(new File("/proc/self/fd").list().length > before + 2);
  }

  @Test
  void theLastOnesAreEndedWithWhatTheyStarted(@TempDir Path directory) throws Exception {
    var ready = directory.resolve("ready");
    var script = "trap '' TERM; sleep 300 & echo $! >%s.new; mv %s.new %s; while :; do wait; done";
    var command =
        Command.of(
            List.of("/bin/sh", "-c", script.formatted(ready, ready, ready)),
            Map.of("PATH", "/usr/bin:/bin"));
    var pids = new ArrayList<Long>();
    var gone =
        onLoop.<ExitStatus>run(
            done -> {
              var children = new Children(onLoop.loop());
              var first = children.spawn(command, done::complete);
              pids.add((long) first.pid());
              children.spawn(shell("exec sleep 300"), _ -> {});
              await(onLoop.loop(), ready, () -> children.endAll(Duration.ofMillis(100)));
            });
    assertEquals(new ExitStatus.Killed(9), gone);
    pids.add(Long.valueOf(Files.readString(ready).strip()));
    for (long pid : pids) {
      var process = ProcessHandle.of(pid);
      assertTrue(process.isEmpty() || process.get().onExit().get(10, TimeUnit.SECONDS) != null);
    }
  }

  private static void await(Loop loop, Path file, Runnable then) {
    if (Files.exists(file)) {
      then.run();
    } else {
      loop.after(Duration.ofMillis(10), () -> await(loop, file, then));
    }
  }

  @Test
  void withoutChildrenTheEndIsAtOnce() throws Exception {
    assertTrue(
        onLoop.<Boolean>run(
            done ->
                done.complete(new Children(onLoop.loop()).endAll(Duration.ofHours(1)).isDone())));
  }
}
