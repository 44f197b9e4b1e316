package keepalived.daemon.part;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import keepalived.core.config.Config;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.daemon.port.HostLoop;
import keepalived.daemon.port.OnLoop;
import keepalived.daemon.process.Timekeeping;
import keepalived.tracking.bfd.BfdEngine;

/// BFD sessions on their own loop: with intervals of 10 ms there is no time for other work.
public final class BfdPart {

  private final HostLoop loop;
  private final OnLoop calls;
  private final BfdEngine engine;
  private final Timekeeping timekeeping;

  private BfdPart(HostLoop loop, PartPorts ports, BfdEngine.Listener listener) {
    this.loop = loop;
    calls = ports.host().loops().calls();
    var journal = ports.journal();
    timekeeping = new Timekeeping(text -> journal.log(Part.BFD, Level.WARNING, text));
    var random = ports.host().random().get();
    engine =
        new BfdEngine(
            new BfdEngine.Ports(
                loop,
                ports.host().services().bfd().network(loop, random),
                random,
                new PartLog(Part.BFD, journal),
                listener));
  }

  /// Starts, configures and stops the part.
  ///
  /// @param listener called on the loop of BFD
  public static SupervisedPart.Kind<BfdPart> kind(PartPorts ports, BfdEngine.Listener listener) {
    return new SupervisedPart.Kind<>() {
      @Override
      public SupervisedPart.Names names() {
        return new SupervisedPart.Names(Part.BFD, "bfd", "BFD");
      }

      @Override
      public CompletableFuture<BfdPart> start(HostLoop loop) {
        return ports.host().loops().calls().call(loop, () -> new BfdPart(loop, ports, listener));
      }

      @Override
      public CompletableFuture<Void> configure(BfdPart part, SupervisedPart.Wanted wanted) {
        return part.configure(wanted.config());
      }

      @Override
      public CompletableFuture<Void> stop(BfdPart part, SupervisedPart.Stop why) {
        return part.stop();
      }
    };
  }

  private CompletableFuture<Void> configure(Config next) {
    return calls.run(
        loop,
        () -> {
          timekeeping.apply(next.global().process().of(Part.BFD));
          engine.reconfigure(next.bfdInstances());
        });
  }

  public List<BfdEngine.View> sessions() {
    return engine.published().latest();
  }

  private CompletableFuture<Void> stop() {
    return calls.run(loop, engine::stop);
  }
}
