package keepalived.daemon;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import keepalived.daemon.api.Reading;
import keepalived.daemon.control.Sources;
import keepalived.daemon.part.BfdPart;
import keepalived.daemon.part.LvsPart;
import keepalived.daemon.part.SupervisedPart;
import keepalived.daemon.part.VrrpPart;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.engine.VrrpSnapshot;

/// The parts of a node for readers that do not wait for them.
record NodeSources(
    Supplier<Reading.Process> facts,
    SupervisedPart<VrrpPart> vrrpPart,
    SupervisedPart<LvsPart> lvsPart,
    SupervisedPart<BfdPart> bfdPart)
    implements Sources {

  @Override
  public InstantSource wall() {
    return InstantSource.system();
  }

  @Override
  public Reading.Process process() {
    return facts.get();
  }

  @Override
  public Asked<VrrpSnapshot> vrrp() {
    return ask(vrrpPart, VrrpPart::snapshot);
  }

  @Override
  public Asked<LvsSnapshot> lvs() {
    return ask(lvsPart, LvsPart::view);
  }

  @Override
  public Asked<List<BfdEngine.View>> bfd() {
    return ask(bfdPart, part -> CompletableFuture.completedFuture(part.sessions()));
  }

  private static <P, T> Asked<T> ask(
      SupervisedPart<P> part, Function<P, CompletableFuture<T>> question) {
    Optional<CompletableFuture<T>> answer = part.current().map(question);
    return new Asked<>(part.started(), answer);
  }
}
