package keepalived.daemon.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.daemon.script.ScriptBook;

/// Runs notify scripts: in order for one subject, in parallel for different ones. Scripts are
/// resolved and checked when the configuration is loaded; a script refused then stays refused until
/// the next reload.
final class ScriptNotifier {

  private final ScriptRun.Ports ports;
  private final Map<Subject, ScriptQueue> queues = new LinkedHashMap<>();
  private ScriptBook book;

  /// The previous scripts: instances removed by a reload still notify with them.
  private ScriptBook before;

  ScriptNotifier(ScriptRun.Ports ports, ScriptBook book) {
    this.ports = ports;
    this.book = book;
    this.before = book;
  }

  /// Sets the scripts for later notifications; queued ones keep their programs.
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

  /// Starts queued scripts with shorter timeouts, because the daemon stops.
  void hurry() {
    List.copyOf(queues.values()).forEach(ScriptQueue::stop);
    queues.values().removeIf(ScriptQueue::isIdle);
  }

  /// Kills all running scripts.
  void kill() {
    for (var queue : List.copyOf(queues.values())) {
      for (int left = queue.kill(); left > 0; left--) {
        ports.counts().add(Count.SCRIPTS_KILLED_AT_STOP);
      }
    }
  }
}
