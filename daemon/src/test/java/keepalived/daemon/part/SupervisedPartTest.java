package keepalived.daemon.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Part;
import keepalived.daemon.host.BlockingOnLoop;
import keepalived.daemon.host.EpollLoops;
import keepalived.daemon.host.HostAccounts;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.JournalEntry;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.LoopPorts;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.process.ThreadJobs;
import keepalived.daemon.script.FileTree;
import keepalived.daemon.script.ScriptBook;
import keepalived.daemon.script.ScriptResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Parts whose work the test makes fail.
class SupervisedPartTest {

  private static final OnLoop CALLS = new BlockingOnLoop();

  private final HostLoop work = new EpollLoops().start("work", Throwable::printStackTrace);
  private final List<JournalEntry> lines = new CopyOnWriteArrayList<>();
  private final Journal journal = new Journal(InstantSource.system(), 0, () -> lines::add);
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /// The last configuration given to a part.
  private final AtomicReference<SupervisedPart.Wanted> wantedLast = new AtomicReference<>();

  /// A reload that hangs waits for this.
  private final CompletableFuture<Void> hang = new CompletableFuture<>();

  /// A part that does nothing; tests inject faults into its loop.
  private record Sample(HostLoop loop, int number) {}

  private final class Kind implements SupervisedPart.Kind<Sample> {

    private final String thread;
    private final AtomicInteger configured = new AtomicInteger();
    private int started;

    private Kind(String thread) {
      this.thread = thread;
    }

    @Override
    public SupervisedPart.Names names() {
      return new SupervisedPart.Names(Part.VRRP, thread, thread);
    }

    @Override
    public CompletableFuture<Sample> start(HostLoop loop) {
      var part = new Sample(loop, ++started);
      if (handsOver() && started == 2) {
        events.add("a successor starts");
        return hang.thenApply(_ -> part);
      }
      return CompletableFuture.completedFuture(part);
    }

    private boolean handsOver() {
      return thread.equals("hands");
    }

    @Override
    public CompletableFuture<Boolean> handsOver(Sample failed) {
      return CompletableFuture.completedFuture(handsOver());
    }

    @Override
    public CompletableFuture<Void> configure(Sample part, SupervisedPart.Wanted wanted) {
      wantedLast.set(wanted);
      if (configured.getAndIncrement() == 1 && thread.equals("error")) {
        return CALLS.run(
            part.loop(),
            () -> {
              throw noThread();
            });
      }
      if (configured.get() > 1 && thread.equals("hang")) {
        events.add(thread + part.number() + " hangs");
        return hang;
      }
      events.add(thread + part.number() + " configured");
      return done();
    }

    @Override
    public CompletableFuture<Void> stop(Sample part, SupervisedPart.Stop why) {
      if (why == SupervisedPart.Stop.SHUTDOWN) {
        events.add("ended " + part.number());
        return done();
      }
      events.add(thread + part.number() + " given up");
      return CompletableFuture.failedFuture(new IllegalStateException("broken as well"));
    }
  }

  private static SupervisedPart.Wanted wanted() {
    var host = new ScriptResolver.Ports(FileTree.HOST, new HostAccounts(), Map.of(), Path.of("/"));
    return new SupervisedPart.Wanted(
        Config.EMPTY, ScriptBook.empty(new ScriptResolver(host, GlobalSettings.DEFAULT)));
  }

  private SupervisedPart<Sample> kept(String thread) {
    return kept(thread, ThreadJobs.OF_THE_SYSTEM);
  }

  private SupervisedPart<Sample> kept(String thread, ThreadJobs.Threads threads) {
    return new SupervisedPart<>(
        new Kind(thread),
        work,
        journal,
        new LoopPorts(new EpollLoops(), CALLS, new ThreadJobs(journal, threads)),
        part -> events.add("failed " + part));
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private String next() throws InterruptedException {
    return String.valueOf(events.poll(30, TimeUnit.SECONDS));
  }

  @AfterEach
  void close() {
    work.close();
    journal.close();
  }

  @Test
  void whatThrowsIsGivenUpAndStartedAgainAlone() throws Exception {
    var faulty = kept("a");
    var other = kept("b");
    faulty.run(wanted());
    other.run(wanted());
    assertEquals("a1 configured", next());
    assertEquals("b1 configured", next());
    var untouched = other.current();
    var first = faulty.current().orElseThrow();
    first
        .loop()
        .post(
            () -> {
              throw new IllegalStateException("a bug");
            });
    assertEquals("failed VRRP", next());
    assertEquals("a1 given up", next());
    assertEquals("a2 configured", next());
    assertEquals(untouched, other.current());

    // The first restart is immediate, the next one follows after a second.
    var second = faulty.current().orElseThrow();
    assertNotEquals(first.loop(), second.loop());
    second
        .loop()
        .post(
            () -> {
              throw new IllegalStateException("again");
            });
    assertEquals("failed VRRP", next());
    assertEquals("a2 given up", next());
    assertEquals("a3 configured", next());
    faulty.stop();
    assertEquals("ended 3", next());
    other.stop();
    journal.close();
    var texts = lines.stream().map(JournalEntry::text).toList();
    assertTrue(texts.stream().anyMatch(t -> t.contains("a bug")), texts::toString);
    assertTrue(texts.stream().anyMatch(t -> t.endsWith("died: Respawning")), texts::toString);
    assertTrue(
        texts.contains("Restart of a process delayed 1 seconds to limit respawn rate"),
        texts::toString);
  }

  @Test
  void aReloadWhileItIsDownCountsWhenItComesBack() throws Exception {
    var part = kept("a");
    part.run(wanted());
    assertEquals("a1 configured", next());
    for (int i = 1; i <= 2; i++) {
      part.current()
          .orElseThrow()
          .loop()
          .post(
              () -> {
                throw new IllegalStateException("a bug");
              });
      assertEquals("failed VRRP", next());
      assertEquals("a" + i + " given up", next());
      if (i == 1) {
        assertEquals("a2 configured", next());
      }
    }
    part.run(wanted());
    assertTrue(part.started());
    assertEquals("a3 configured", next());
    part.stop();
  }

  /// The error of a machine without free processes.
  private static OutOfMemoryError noThread() {
    return new OutOfMemoryError("unable to create native thread");
  }

  @Test
  void aPartThatFailsWhileThereIsNoThreadIsRestartedWhenThereIsOne() throws Exception {
    var refusals = new AtomicInteger(2);
    var part =
        kept(
            "a",
            (name, body) -> {
              if (refusals.getAndDecrement() > 0) {
                throw noThread();
              }
              ThreadJobs.OF_THE_SYSTEM.start(name, body);
            });
    part.run(wanted());
    assertEquals("a1 configured", next());
    part.current()
        .orElseThrow()
        .loop()
        .post(
            () -> {
              throw noThread();
            });
    assertEquals("failed VRRP", next());
    assertEquals("a1 given up", next());
    assertEquals("a2 configured", next());
    part.stop();
    journal.close();
    assertTrue(
        lines.stream()
            .anyMatch(
                l -> l.text().equals("respawn cannot start: unable to create native thread")));
  }

  @Test
  void anErrorAtAReloadIsAnAnswerAndThePartRunsOnWithWhatItRan() throws Exception {
    var part = kept("error");
    var before = wanted();
    part.run(before);
    assertEquals("error1 configured", next());
    var failure = assertThrows(CompletionException.class, () -> part.run(wanted()));
    assertEquals("unable to create native thread", failure.getCause().getMessage());
    assertEquals("failed VRRP", next());
    assertEquals("error1 given up", next());
    assertEquals("error2 configured", next());
    assertSame(before, wantedLast.get());
    part.stop();
    assertEquals("ended 2", next());
  }

  @Test
  void aPartIsEndedWhileAReloadOfItHangs() throws Exception {
    var part = kept("hang");
    part.run(wanted());
    assertEquals("hang1 configured", next());
    var hanging = Thread.ofPlatform().daemon().start(() -> part.run(wanted()));
    assertEquals("hang1 hangs", next());
    part.stop();
    assertEquals("ended 1", next());
    hang.complete(null);
    hanging.join();
  }

  /// The successor must not take over any more, so the failed part releases everything.
  @Test
  void aPartIsGivenUpWhenTheEndComesBeforeItHasHandedOver() throws Exception {
    var part = kept("hands");
    part.run(wanted());
    assertEquals("hands1 configured", next());
    part.current()
        .orElseThrow()
        .loop()
        .post(
            () -> {
              throw new IllegalStateException("a bug");
            });
    assertEquals("failed VRRP", next());
    assertEquals("a successor starts", next());
    part.stop();
    hang.complete(null);
    assertEquals("hands1 given up", next());
  }
}
