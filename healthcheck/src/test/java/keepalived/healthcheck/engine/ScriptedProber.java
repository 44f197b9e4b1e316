package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keepalived.core.config.Check;
import keepalived.core.loop.Loop;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.healthcheck.verdict.Prober;

/// Answers probes as the test defines, on virtual time.
public final class ScriptedProber implements Prober {

  /// The result of a check; success by default.
  private final Map<Check, ProbeResult> answers = new HashMap<>();

  private final Map<Check, Map<Integer, ProbeResult>> stepAnswers = new HashMap<>();
  private final Loop loop;
  private final Duration latency;
  public final List<String> attempts = new ArrayList<>();
  public int running;

  public ScriptedProber(Loop loop, Duration latency) {
    this.loop = loop;
    this.latency = latency;
  }

  public void answer(Check check, ProbeResult result) {
    answers.put(check, result);
  }

  public void answer(Check check, int step, ProbeResult result) {
    stepAnswers.computeIfAbsent(check, _ -> new HashMap<>()).put(step, result);
  }

  public void fail(Check check) {
    answer(check, ProbeResult.failure(new FailureReason.Refused()));
  }

  public void heal(Check check) {
    answers.remove(check);
    stepAnswers.remove(check);
  }

  @Override
  public Attempt start(Check.Probed check, int step, Consumer<ProbeResult> done) {
    running++;
    attempts.add(loop.now().nanos() / 1_000_000 + " " + step);
    var result =
        stepAnswers
            .getOrDefault(check, Map.of())
            .getOrDefault(step, answers.getOrDefault(check, ProbeResult.success("fine")));
    boolean[] over = new boolean[1];
    var timer =
        loop.after(
            latency,
            () -> {
              over[0] = true;
              running--;
              done.accept(result);
            });
    return () -> {
      if (!over[0]) {
        over[0] = true;
        running--;
        timer.cancel();
      }
    };
  }
}
