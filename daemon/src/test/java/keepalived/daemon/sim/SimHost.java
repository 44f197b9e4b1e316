package keepalived.daemon.sim;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import keepalived.core.log.Part;
import keepalived.core.loop.Loop;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.JournalEntry;
import keepalived.daemon.port.HostPorts;
import keepalived.daemon.port.Jobs;
import keepalived.daemon.port.LoopPorts;
import keepalived.daemon.process.ThreadJobs;
import keepalived.daemon.script.Account;
import keepalived.daemon.script.Accounts;
import keepalived.daemon.script.FileStatus;
import keepalived.daemon.script.FileTree;
import keepalived.daemon.script.ScriptResolver;

/// A simulated machine with resources that it can refuse.
public final class SimHost implements AutoCloseable {

  /// Limit for the thread of the journal, which runs in real time.
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(20);

  private static final String MARK = "up to here";

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final SimLoop world;
  private final Planted planted;
  private final SimThreads threads;
  private final SimLoops loops;
  private final SimNetwork network;
  private final SimProcesses processes;
  private final SimLvs lvs = new SimLvs();
  private final SimOutputs outputs = new SimOutputs();
  private final Random random;
  private final List<String> lines = new ArrayList<>();
  private final Journal journal;
  private final Semaphore marks = new Semaphore(0);
  private boolean noThread;
  private boolean blocked;
  private boolean diskFull;
  private boolean logDead;

  public SimHost(SimLoop world, SimNetwork.Lan lan, IpAddress own, long seed, Planted planted) {
    this.world = world;
    this.planted = planted;
    random = new Random(seed);
    loops = new SimLoops(world);
    network = new SimNetwork(lan, own);
    processes = new SimProcesses(world);
    processes.leavesChildren = planted == Planted.CHILDREN_LEFT;
    threads =
        planted == Planted.ERROR_WITHOUT_ANSWER || planted == Planted.START_HANGS
            ? new OldThreads(world)
            : new SimThreads(world);
    journal = new Journal(this::now, 0, () -> this::write);
  }

  private Instant now() {
    return EPOCH.plusNanos(world.now().nanos());
  }

  /// Called on the thread of the journal.
  private synchronized void write(JournalEntry line) {
    if (line.text().equals(MARK)) {
      marks.release();
      return;
    }
    if (logDead) {
      return;
    }
    if (diskFull) {
      logDead = planted == Planted.LOG_DIES;
      throw new IllegalStateException("No space left on device");
    }
    lines.add(line.text());
  }

  /// Whether a line that holds this text has been written.
  public boolean logged(String text) {
    settleLog();
    return hasLine(text);
  }

  private synchronized boolean hasLine(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  /// The lines written so far.
  public List<String> log() {
    settleLog();
    synchronized (this) {
      return List.copyOf(lines);
    }
  }

  public Journal journal() {
    return journal;
  }

  public SimNetwork network() {
    return network;
  }

  public SimProcesses processes() {
    return processes;
  }

  public SimLvs lvs() {
    return lvs;
  }

  public SimOutputs outputs() {
    return outputs;
  }

  public SimThreads threads() {
    return threads;
  }

  /// How often a task of a loop threw.
  public int thrown() {
    return loops.thrown;
  }

  public void noThread(boolean on) {
    noThread = on;
  }

  public void noDescriptor(boolean on) {
    loops.noDescriptor = on;
  }

  /// Limits the file descriptors to this many further loops; a loop beyond fails with its first
  /// class.
  public void descriptors(int left) {
    loops.left = left;
  }

  public void noProcess(boolean on) {
    processes.noProcess = on;
  }

  public synchronized void diskFull(boolean on) {
    diskFull = on;
  }

  /// A tracked file becomes a FIFO whose opening blocks.
  public void fileBlocks() {
    blocked = true;
  }

  /// Makes the next configuration of the network throw, as on a machine without threads.
  public void nextConfigurationThrows() {
    network.refusal = Optional.of(new OutOfMemoryError("unable to create native thread"));
  }

  public void configurationsWork() {
    network.refusal = Optional.empty();
  }

  /// Changes the kernel's table during the next dump.
  public void dumpInterrupted() {
    if (planted == Planted.DUMP_THROWN) {
      bug("vrrp", new IllegalStateException("the table keeps changing"));
    }
  }

  /// Makes a task on a loop throw.
  public void bug(String loop, RuntimeException error) {
    loops
        .named(loop)
        .orElseThrow()
        .post(
            () -> {
              throw error;
            });
  }

  /// The same, unless the part is down.
  public void bugIfAlive(String loop, RuntimeException error) {
    if (loops.named(loop).isPresent()) {
      bug(loop, error);
    }
  }

  /// Waits until the writer of the log, a thread in real time, has tried what is queued.
  public void settleLog() {
    journal.info(Part.PARENT, MARK);
    try {
      if (!marks.tryAcquire(LOG_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the writer of the log stands still");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HostPorts ports() {
    InstantSource wall = this::now;
    return new HostPorts(
        new LoopPorts(loops, threads, jobs()),
        _ -> processes,
        new HostPorts.ServicePorts(network, lvs, (_, _) -> noBfd()),
        new ScriptResolver.Ports(
            new Scripts(), new RootOnly(), Map.of("PATH", "/bin"), Path.of("/")),
        new HostPorts.OutputPorts(outputs, outputs),
        wall,
        () -> random);
  }

  private static <T> T noBfd() {
    throw new UnsupportedOperationException("no story has BFD sessions");
  }

  private Jobs jobs() {
    var now = new ThreadJobs(journal, this::thread);
    return switch (planted) {
      case RELOAD_WITHOUT_THREAD ->
          (name, job, failed) -> {
            now.start(name, job, failed);
            return true;
          };
      case ERROR_UNSEEN ->
          (name, job, _) -> {
            thread(name, job);
            return true;
          };
      default -> now;
    };
  }

  private void thread(String name, Runnable body) {
    if (noThread) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    if (!blocked || planted != Planted.ONE_BLOCKED_THREAD) {
      threads.start(name, body);
    }
  }

  @Override
  public void close() {
    threads.close();
    journal.close();
  }

  /// Waits as the code did before the fix of fault D2.
  private static final class OldThreads extends SimThreads {

    private OldThreads(SimLoop world) {
      super(world);
    }

    @Override
    public <T> T await(CompletableFuture<T> answer, Duration limit) {
      return super.await(answer, UNLIMITED);
    }

    @Override
    public <T> CompletableFuture<T> call(Loop loop, Supplier<T> work) {
      var done = new CompletableFuture<T>();
      loop.post(
          () -> {
            try {
              done.complete(work.get());
            } catch (RuntimeException e) {
              done.completeExceptionally(e);
            }
          });
      return done;
    }
  }

  /// All files below `/scripts` are scripts owned by root.
  private static final class Scripts implements FileTree {

    @Override
    public Optional<FileStatus> status(Path path) {
      return Optional.of(new FileStatus(path.getNameCount() == 2 ? 0100755 : 0040755, 0, 0));
    }

    @Override
    public Path target(Path link) {
      throw new IllegalStateException("there are no links");
    }

    @Override
    public byte[] head(Path file, int length) {
      return "#!/bin/sh".getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class RootOnly implements Accounts {

    @Override
    public Optional<Account> user(String name) {
      return Optional.of(Account.ROOT);
    }

    @Override
    public OptionalInt group(String name) {
      return OptionalInt.of(0);
    }
  }
}
