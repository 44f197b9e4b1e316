package keepalived.vrrp.io;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.config.TrackProcess;
import keepalived.core.loop.Loop;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.process.ProcConnector;
import keepalived.linux.process.ProcessEvent;
import keepalived.linux.process.ProcessTable;
import keepalived.vrrp.engine.Report;
import keepalived.vrrp.track.ProcessMatch;

/// Counts tracked processes: the kernel's process connector tells of changes, /proc of what there
/// is. Where the connector is not to be had, /proc is read every second.
public final class ProcessMonitor implements AutoCloseable {

  /// Told whether there are enough: the first time, and whenever it changes.
  @FunctionalInterface
  public interface Listener {
    void quorum(String process, boolean met);
  }

  /// How a tracker stands, for reports.
  public record Count(TrackProcess process, int processes, boolean quorum) {}

  private static final Duration RESCAN = Duration.ofSeconds(1);

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

  private final EpollLoop loop;
  private final Consumer<Report> log;
  private final Listener listener;
  private final int receiveBuffer;
  private final Map<String, Tracked> tracked = new LinkedHashMap<>();

  /// The command lines of processes that any tracker counts.
  private final Map<Integer, List<String>> known = new HashMap<>();

  private Optional<ProcConnector> connector = Optional.empty();
  private Optional<Boolean> connects = Optional.empty();
  private boolean rescanDue;
  private boolean closed;

  /// @param receiveBuffer bytes for the connector, 0 for the kernel's default
  public ProcessMonitor(
      EpollLoop loop, int receiveBuffer, Consumer<Report> log, Listener listener) {
    this.loop = loop;
    this.receiveBuffer = receiveBuffer;
    this.log = log;
    this.listener = listener;
  }

  /// Counts these; those whose definition has not changed keep their count.
  public void configure(Map<String, TrackProcess> processes) {
    tracked.entrySet().removeIf(e -> !e.getValue().process.equals(processes.get(e.getKey())));
    boolean added = false;
    for (var process : processes.values()) {
      added |= tracked.putIfAbsent(process.name(), new Tracked(process)) == null;
    }
    if (tracked.isEmpty()) {
      connector.ifPresent(ProcConnector::close);
      connector = Optional.empty();
      connects = Optional.empty();
      known.clear();
    } else if (added) {
      connect();
      scan();
    }
  }

  /// What is counted now.
  public List<Count> counts() {
    return tracked.values().stream()
        .map(t -> new Count(t.process, t.count, t.quorum.orElse(false)))
        .toList();
  }

  private void connect() {
    if (connects.isPresent()) {
      return;
    }
    try {
      var options = new NetlinkSocket.Options(receiveBuffer, receiveBuffer > 0);
      connector = Optional.of(new ProcConnector(loop, options, this::on));
      connects = Optional.of(true);
    } catch (LinuxException refused) {
      connects = Optional.of(false);
      log.accept(
          new Report(
              Report.Level.WARNING,
              "process events are not available ("
                  + refused.getMessage()
                  + "): reading /proc every second"));
      rescanLater();
    }
  }

  private void on(ProcessEvent event) {
    switch (event) {
      case ProcessEvent.Forked(int parent, int child) -> {
        var command = known.get(parent);
        if (command != null) {
          known.put(child, command);
          recount(true);
        }
      }
      case ProcessEvent.Executed(int pid) -> look(pid);
      case ProcessEvent.Renamed _ -> {}
      case ProcessEvent.Exited(int pid, _) -> {
        if (known.remove(pid) != null) {
          recount(false);
        }
      }
      case ProcessEvent.Overrun _ -> rescanLater();
    }
  }

  /// /proc is read beside the loop.
  private void look(int pid) {
    Thread.ofVirtual()
        .start(
            () -> {
              var entry = ProcessTable.find(pid);
              loop.post(
                  () -> {
                    if (!closed) {
                      seen(pid, entry);
                    }
                  });
            });
  }

  private void seen(int pid, Optional<ProcessTable.Entry> entry) {
    boolean before = known.containsKey(pid);
    var command = entry.map(ProcessTable.Entry::commandLine).filter(this::interests);
    if (command.isPresent()) {
      known.put(pid, command.get());
    } else {
      known.remove(pid);
    }
    if (before || command.isPresent()) {
      recount(command.isPresent());
    }
  }

  private boolean interests(List<String> command) {
    return tracked.values().stream().anyMatch(t -> ProcessMatch.matches(t.process, command));
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
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var found = ProcessTable.scan();
                loop.post(() -> scanned(found));
              } catch (IOException unreadable) {
                loop.post(
                    () ->
                        log.accept(
                            new Report(
                                Report.Level.WARNING,
                                "cannot read /proc: " + unreadable.getMessage())));
              }
            });
  }

  private void scanned(List<ProcessTable.Entry> found) {
    if (closed) {
      return;
    }
    known.clear();
    for (var entry : found) {
      if (interests(entry.commandLine())) {
        known.put(entry.pid(), entry.commandLine());
      }
    }
    recount(true);
    if (connects.equals(Optional.of(false))) {
      rescanLater();
    }
  }

  private void recount(boolean grown) {
    for (var each : tracked.values()) {
      int count = 0;
      for (var command : known.values()) {
        count += ProcessMatch.matches(each.process, command) ? 1 : 0;
      }
      each.count = count;
      judge(each, grown);
    }
  }

  /// A change waits for `fork_delay` or `terminate_delay`, and is forgotten when it is undone.
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
      log.accept(
          new Report(
              Report.Level.INFO,
              "Quorum %s for tracked process %s"
                  .formatted(met ? "gained" : "lost", each.process.name())));
    }
    listener.quorum(each.process.name(), met);
  }

  @Override
  public void close() {
    closed = true;
    connector.ifPresent(ProcConnector::close);
  }
}
