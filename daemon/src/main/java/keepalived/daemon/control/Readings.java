package keepalived.daemon.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import keepalived.core.loop.Loop;
import keepalived.daemon.api.Reading;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.engine.VrrpSnapshot;

/// Reads the parts for all who ask, at most once a second. Used on one loop, which it never blocks.
final class Readings {

  /// How long a reading and the answers made from it serve further readers.
  private static final Duration FRESH = Duration.ofSeconds(1);

  /// How long a part may take to answer.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// A reading with the large answers that were made from it.
  record Kept(Reading reading, Map<String, Answer> answers) {

    /// @param resource one of a few names, never a reader's words: every name takes memory
    Answer answer(String resource, Function<Reading, Answer> make) {
      return answers.computeIfAbsent(resource, _ -> make.apply(reading));
    }
  }

  private final Loop loop;
  private final Sources sources;
  private final Question<VrrpSnapshot> vrrp;
  private final Question<LvsSnapshot> lvs;
  private final Question<List<BfdEngine.View>> bfd;
  private final List<Consumer<Kept>> waiting = new ArrayList<>();
  private Optional<Kept> kept = Optional.empty();
  private int rounds;

  Readings(Loop loop, Sources sources) {
    this.loop = loop;
    this.sources = sources;
    vrrp = new Question<>("vrrp", sources::vrrp);
    lvs = new Question<>("lvs", sources::lvs);
    bfd = new Question<>("bfd", sources::bfd);
  }

  /// Passes on a reading that is at most a second old. Called on the loop, and so is the reader.
  void read(Consumer<Kept> reader) {
    if (kept.isPresent()) {
      reader.accept(kept.get());
      return;
    }
    waiting.add(reader);
    if (waiting.size() == 1) {
      ask();
    }
  }

  private void ask() {
    var now = loop.now();
    int round = ++rounds;
    var all = CompletableFuture.allOf(vrrp.ask(now), lvs.ask(now), bfd.ask(now));
    var late = loop.after(PATIENCE, () -> answered(round));
    all.thenRun(
        () ->
            loop.post(
                () -> {
                  late.cancel();
                  answered(round);
                }));
  }

  /// All parts have answered, or the time is over, whichever comes first.
  private void answered(int round) {
    if (waiting.isEmpty() || round != rounds) {
      return;
    }
    var now = new Kept(reading(), new HashMap<>());
    kept = Optional.of(now);
    loop.after(FRESH, () -> kept = Optional.empty());
    var readers = List.copyOf(waiting);
    waiting.clear();
    readers.forEach(reader -> reader.accept(now));
  }

  private Reading reading() {
    var parts = Stream.of(vrrp.part(), lvs.part(), bfd.part()).flatMap(Optional::stream).toList();
    return new Reading(
        sources.wall().instant(),
        sources.process(),
        parts,
        vrrp.answer(),
        lvs.answer(),
        bfd.answer().orElse(List.of()));
  }
}
