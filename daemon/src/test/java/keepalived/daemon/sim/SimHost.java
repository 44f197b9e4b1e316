package keepalived.daemon.sim;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import keepalived.core.event.Recorder;
import keepalived.core.log.Part;
import keepalived.core.loop.Loop;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.daemon.log.Journal;
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

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final SimLoop world;
  private final Planted planted;
  private final SimThreads threads;
  private final SimLoops loops;
  private final SimNetwork network;
  private final SimProcesses processes;
  private final SimLvs lvs = new SimLvs();
  private final SimOutputs outputs;
  private final Random random;
  private final SimLog log;
  private final Journal journal;
  private boolean noThread;
  private boolean blocked;

  public SimHost(SimLoop world, SimNetwork.Lan lan, IpAddress own, long seed, Planted planted) {
    this.world = world;
    this.planted = planted;
    random = new Random(seed);
    log = new SimLog(planted);
    outputs = new SimOutputs(planted);
    loops = new SimLoops(world);
    network = new SimNetwork(lan, own);
    processes = new SimProcesses(world);
    processes.leavesChildren = planted == Planted.CHILDREN_LEFT;
    threads =
        planted == Planted.ERROR_WITHOUT_ANSWER || planted == Planted.START_HANGS
            ? new OldThreads(world)
            : new SimThreads(world);
    journal = new Journal(this::now, 0, log::outputs);
  }

  private Instant now() {
    return EPOCH.plusNanos(world.now().nanos());
  }

  /// Whether a line that holds this text has been written.
  public boolean logged(String text) {
    settleLog();
    return hasLine(text);
  }

  private boolean hasLine(String text) {
    return log.screen().stream().anyMatch(line -> line.contains(text));
  }

  /// Whether a line that holds this text is in the log file.
  public boolean inLogFile(String text) {
    settleLog();
    return log.file().stream().anyMatch(line -> line.contains(text));
  }

  /// The lines written so far.
  public List<String> log() {
    settleLog();
    return log.screen();
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

  public void diskFull(boolean on) {
    log.refuse(on ? Optional.of("No space left on device") : Optional.empty());
  }

  /// FIFOs without a reader stand where the log file and the dumps go.
  public void fifosInPlace(boolean on) {
    log.refuse(on ? Optional.of(SimOutputs.FIFO) : Optional.empty());
    outputs.occupied = on;
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

  /// Waits until the writer of the log has processed the queued lines.
  public void settleLog() {
    journal.info(Part.PARENT, SimLog.MARK);
    log.awaitMark();
  }

  public HostPorts ports() {
    InstantSource wall = this::now;
    return new HostPorts(
        new LoopPorts(loops, threads, jobs()),
        _ -> processes,
        new HostPorts.ServicePorts(network, lvs, (_, _) -> noBfd()),
        new ScriptResolver.Ports(
            new Scripts(), new RootOnly(), Map.of("PATH", "/bin"), Path.of("/")),
        new HostPorts.OutputPorts(outputs, outputs, Recorder.counting()),
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
