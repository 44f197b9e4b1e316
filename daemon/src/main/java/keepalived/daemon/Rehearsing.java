package keepalived.daemon;

import java.time.Duration;
import keepalived.linux.process.Realtime;
import keepalived.vrrp.rehearsal.Rehearsal;

/// Compiles what a takeover runs, once, when the start is over. On its own thread with the lowest
/// priority: the loops have work to do. The property `keepalived.rehearsal=false` prevents it.
final class Rehearsing {

  /// After the start: the first advert of an address owner, the log and the checks go first.
  private static final Duration DELAY = Duration.ofSeconds(1);

  /// Elections after which the code is compiled, with the thresholds of the start script.
  private static final int ROUNDS = 60;

  private static final Duration LIMIT = Duration.ofMillis(400);
  private static final int LOWEST_PRIORITY = 19;

  private Rehearsing() {}

  static void begin(NodeRun run) {
    boolean wanted = Boolean.parseBoolean(System.getProperty("keepalived.rehearsal", "true"));
    if (!wanted || run.reloads().running().vrrp().instances().isEmpty()) {
      return;
    }
    var work = run.node().work();
    work.post(() -> work.after(DELAY, () -> run.jobs().start("rehearsal", () -> rehearse(run))));
  }

  private static void rehearse(NodeRun run) {
    Realtime.nice(LOWEST_PRIORITY);
    new Rehearsal(run.reloads().running()).run(ROUNDS, LIMIT);
  }
}
