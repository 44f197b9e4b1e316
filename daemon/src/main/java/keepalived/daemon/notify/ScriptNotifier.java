package keepalived.daemon.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.daemon.script.ScriptBook;

/// Runs notify scripts: in order for one subject, side by side for different ones. A script was
/// found and judged when the configuration came; one that was refused then stays refused until the
/// next.
final class ScriptNotifier {

  private final ScriptRun.Ports ports;
  private final Map<Subject, ScriptQueue> queues = new LinkedHashMap<>();
  private ScriptBook book;

  /// That of the configuration before, for the last words about what a reload removes.
  private ScriptBook before;

  ScriptNotifier(ScriptRun.Ports ports, ScriptBook book) {
    this.ports = ports;
    this.book = book;
    this.before = book;
  }

  /// For everything asked for from now on; what waits already keeps its programs.
  void reconfigure(ScriptBook next) {
    before = book;
    book = next;
  }

  void run(NotifyActions deliveries) {
    var steps = new ArrayList<ScriptQueue.Step>(2);
    for (var call : deliveries.scripts()) {
      var of = book.knows(call.script()) ? book : before;
      of.program(call.script())
          .ifPresent(p -> steps.add(new ScriptQueue.Step(of, p, call.arguments())));
    }
    if (steps.isEmpty()) {
      return;
    }
    var subject = deliveries.subject();
    var queue = queues.computeIfAbsent(subject, s -> new ScriptQueue(s, ports, queues::remove));
    queue.offer(
        new ScriptQueue.Job(deliveries.event(), deliveries.occasion(), ports.loop().now(), steps));
    if (queue.isIdle()) {
      queues.remove(subject); // none could be started
    }
  }

  boolean isIdle() {
    return queues.isEmpty();
  }

  /// Starts what waits without much patience: the end is near.
  void hurry() {
    List.copyOf(queues.values()).forEach(ScriptQueue::stop);
    queues.values().removeIf(ScriptQueue::isIdle);
  }

  /// Ends whatever still runs.
  void kill() {
    for (var queue : List.copyOf(queues.values())) {
      for (int left = queue.kill(); left > 0; left--) {
        ports.counts().add(Count.SCRIPTS_KILLED_AT_STOP);
      }
    }
  }
}
