package keepalived.tracking.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.log.PartLog;
import keepalived.core.loop.Loop;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.Beside;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.watch.ProcConnector;
import keepalived.linux.watch.ProcessEvent;
import keepalived.linux.watch.ProcessTable;

/// Counts tracked processes. The kernel's process connector reports changes, and a scan of /proc
/// gives the first count. Without the connector, /proc is scanned every second.
public final class ProcessMonitor implements AutoCloseable {

  /// Receives whether there are enough processes: once at first, then at each change.
  @FunctionalInterface
  public interface Listener {
    void quorum(String process, boolean met);
  }

  /// The state of a tracker, for reports.
  public record Count(TrackProcess process, int processes, boolean quorum) {}

  private static final Duration RESCAN = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private static final class Tracked {
    final TrackProcess process;
    int count;
    Optional<Boolean> quorum = Optional.empty();
    Loop.Cancellable pending = () -> {};
    boolean isPending;

    Tracked(TrackProcess process) {
      this.process = process;
    }
  }

  /// The source of process events.
  @FunctionalInterface
  interface Events {
    /// Starts to deliver events. Throws [LinuxException] when the process connector is not
    /// available.
    ///
    /// @return closes the source
    Runnable open(Consumer<ProcessEvent> receiver);
  }

  private final EpollLoop loop;
  private final Events events;
  private final PartLog log;
  private final Listener listener;
  private final Map<String, Tracked> tracked = new LinkedHashMap<>();
  private final ProcessCensus census = new ProcessCensus();
  private Optional<Runnable> connector = Optional.empty();
  private boolean connecting;
  private boolean answered;
  private boolean polling;
  private boolean scanning;

  /// Processes whose program must be read, each with the number of the lookup.
  private final Map<Integer, Integer> changed = new HashMap<>();

  private boolean looking;
  private boolean rescanDue;
  private boolean closed;

  /// @param receiveBuffer bytes for the connector's socket; 0 means the kernel's default
  public ProcessMonitor(EpollLoop loop, int receiveBuffer, PartLog log, Listener listener) {
    this(
        loop,
        receiver -> {
          var options = new NetlinkSocket.Options(receiveBuffer, receiveBuffer > 0);
          return new ProcConnector(loop, options, receiver)::close;
        },
        log,
        listener);
  }

  ProcessMonitor(EpollLoop loop, Events events, PartLog log, Listener listener) {
    this.loop = loop;
    this.events = events;
    this.log = log;
    this.listener = listener;
  }

  /// Replaces the set of trackers. Trackers whose definition has not changed keep their count.
  public void configure(Map<String, TrackProcess> processes) {
    tracked.entrySet().removeIf(e -> !e.getValue().process.equals(processes.get(e.getKey())));
    boolean added = false;
    for (var process : processes.values()) {
      added |= tracked.putIfAbsent(process.name(), new Tracked(process)) == null;
    }
    if (tracked.isEmpty()) {
      disconnect();
      connecting = false;
      polling = false;
      census.clear();
    } else if (added) {
      connect();
      scan();
    }
  }

  /// The current counts.
  public List<Count> counts() {
    return tracked.values().stream()
        .map(t -> new Count(t.process, t.count, t.quorum.orElse(false)))
        .toList();
  }

  /// Opens the connector. The kernel acknowledges the subscription; a kernel built without process
  /// events accepts the request and stays silent.
  private void connect() {
    if (connecting) {
      return;
    }
    connecting = true;
    answered = false;
    try {
      var opened = events.open(this::on);
      connector = Optional.of(opened);
      loop.after(
          ANSWER,
          () -> {
            if (connector.equals(Optional.of(opened)) && !answered) {
              disconnect();
              poll("no answer from the kernel");
            }
          });
    } catch (LinuxException refused) {
      poll(refused.getMessage());
    }
  }

  private void disconnect() {
    connector.ifPresent(Runnable::run);
    connector = Optional.empty();
  }

  private void poll(String why) {
    polling = true;
    log.warning("process events are not available (" + why + "): reading /proc every second");
    rescanLater();
  }

  private void on(ProcessEvent event) {
    switch (event) {
      case ProcessEvent.Listening _ -> answered = true;
      case ProcessEvent.Forked(int parent, int child) -> {
        if (census.forked(parent, child)) {
          recount(true);
        }
        if (census.uncertain(parent)) {
          look(child, census.changed(child));
        }
      }
      case ProcessEvent.Executed(int pid) -> look(pid, census.changed(pid));
      case ProcessEvent.Renamed(int pid, _) -> look(pid, census.changed(pid));
      case ProcessEvent.Exited(int pid, _) -> {
        if (census.exited(pid)) {
          recount(false);
        }
      }
      case ProcessEvent.Overrun _ -> rescanLater();
    }
  }

  /// Reads the program of a process from /proc on another thread, in one run for all processes that
  /// changed meanwhile.
  private void look(int pid, int number) {
    changed.put(pid, number);
    if (!looking) {
      lookNow();
    }
  }

  private void lookNow() {
    looking = true;
    var pids = Map.copyOf(changed);
    changed.clear();
    Beside.start(
        "track_process",
        () -> {
          var found = new HashMap<Integer, Optional<ProcessTable.Entry>>();
          pids.keySet().forEach(pid -> found.put(pid, ProcessTable.find(pid)));
          loop.post(() -> looked(pids, found));
        },
        _ -> loop.post(this::lookFailed));
  }

  private void looked(
      Map<Integer, Integer> pids, Map<Integer, Optional<ProcessTable.Entry>> found) {
    looking = false;
    if (closed) {
      return;
    }
    pids.forEach((pid, number) -> seen(pid, number, found.get(pid)));
    if (!changed.isEmpty()) {
      lookNow();
    }
  }

  private void lookFailed() {
    looking = false;
    changed.clear();
    rescanLater();
  }

  private void seen(int pid, int number, Optional<ProcessTable.Entry> entry) {
    var program = entry.map(ProcessMonitor::program).filter(this::interests);
    if (census.seen(pid, number, program)) {
      recount(program.isPresent());
    }
  }

  private static Program program(ProcessTable.Entry entry) {
    return new Program(entry.name(), entry.commandLine());
  }

  private boolean interests(Program program) {
    return tracked.values().stream().anyMatch(t -> ProcessMatch.matches(t.process, program));
  }

  private void rescanLater() {
    if (!rescanDue) {
      rescanDue = true;
      loop.after(
          RESCAN,
          () -> {
            rescanDue = false;
            if (!closed && !tracked.isEmpty()) {
              scan();
            }
          });
    }
  }

  private void scan() {
    if (scanning) {
      rescanLater();
      return;
    }
    scanning = true;
    census.scanBegins();
    Beside.start("track_process", this::readAll, why -> loop.post(() -> unread(why)));
  }

  private void readAll() {
    try {
      var found = ProcessTable.scan();
      loop.post(() -> scanned(found));
    } catch (IOException unreadable) {
      loop.post(() -> unread(unreadable));
    }
  }

  private void unread(Throwable why) {
    scanning = false;
    log.warning("cannot read /proc: " + why.getMessage());
    rescanLater();
  }

  private void scanned(List<ProcessTable.Entry> found) {
    scanning = false;
    if (closed || tracked.isEmpty()) {
      return;
    }
    var counted = new HashMap<Integer, Program>();
    for (var entry : found) {
      if (interests(program(entry))) {
        counted.put(entry.pid(), program(entry));
      }
    }
    census.scanned(counted).forEach(this::look);
    recount(true);
    if (polling) {
      rescanLater();
    }
  }

  private void recount(boolean grown) {
    for (var each : tracked.values()) {
      int count = 0;
      for (var program : census.programs()) {
        count += ProcessMatch.matches(each.process, program) ? 1 : 0;
      }
      each.count = count;
      judge(each, grown);
    }
  }

  /// Plans a change of the verdict after `fork_delay` or `terminate_delay`. The change is dropped
  /// when the count returns before that.
  private void judge(Tracked each, boolean grown) {
    boolean met = ProcessMatch.quorum(each.process, each.count);
    if (each.quorum.equals(Optional.of(met))) {
      each.pending.cancel();
      each.isPending = false;
      return;
    }
    var delay = grown ? each.process.forkDelay() : each.process.terminateDelay();
    if (delay.isZero() || each.quorum.isEmpty()) {
      decide(each, met);
    } else if (!each.isPending) {
      each.isPending = true;
      each.pending =
          loop.after(
              delay,
              () -> {
                each.isPending = false;
                decide(each, ProcessMatch.quorum(each.process, each.count));
              });
    }
  }

  private void decide(Tracked each, boolean met) {
    if (closed
        || tracked.get(each.process.name()) != each
        || each.quorum.equals(Optional.of(met))) {
      return;
    }
    boolean first = each.quorum.isEmpty();
    each.quorum = Optional.of(met);
    if (!first || met) {
      log.info(
          "Quorum %s for tracked process %s"
              .formatted(met ? "gained" : "lost", each.process.name()));
    }
    listener.quorum(each.process.name(), met);
  }

  @Override
  public void close() {
    closed = true;
    disconnect();
  }
}
