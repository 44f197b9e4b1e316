package keepalived.daemon.part;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import keepalived.core.config.Config;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.daemon.log.Journal;
import keepalived.daemon.process.Timekeeping;
import keepalived.linux.loop.EpollLoop;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.tracking.bfd.LinuxBfdNetwork;

/// BFD sessions on a loop of their own: intervals of 10 ms leave no room for others' work.
public final class BfdPart {

  private final EpollLoop loop;
  private final BfdEngine engine;
  private final Timekeeping timekeeping;

  private BfdPart(EpollLoop loop, Journal journal, BfdEngine.Listener listener) {
    this.loop = loop;
    timekeeping = new Timekeeping(text -> journal.log(Part.BFD, Level.WARNING, text));
    var random = new Random();
    engine =
        new BfdEngine(
            new BfdEngine.Ports(
                loop,
                new LinuxBfdNetwork(loop, random),
                random,
                new PartLog(Part.BFD, journal),
                listener));
  }

  /// How the part is kept alive.
  ///
  /// @param listener called on the loop of BFD
  public static SupervisedPart.Kind<BfdPart> kind(Journal journal, BfdEngine.Listener listener) {
    return new SupervisedPart.Kind<>() {
      @Override
      public Part part() {
        return Part.BFD;
      }

      @Override
      public String thread() {
        return "bfd";
      }

      @Override
      public String title() {
        return "BFD";
      }

      @Override
      public CompletableFuture<BfdPart> start(EpollLoop loop) {
        return OnLoop.call(loop, () -> new BfdPart(loop, journal, listener));
      }

      @Override
      public CompletableFuture<Void> configure(BfdPart part, SupervisedPart.Wanted wanted) {
        return part.reconfigure(wanted.config());
      }

      @Override
      public CompletableFuture<Void> giveUp(BfdPart part) {
        return part.stop();
      }
    };
  }

  public CompletableFuture<Void> reconfigure(Config next) {
    return OnLoop.run(
        loop,
        () -> {
          timekeeping.apply(next.global().process().of(Part.BFD));
          engine.reconfigure(next.bfdInstances());
        });
  }

  public List<BfdEngine.View> sessions() {
    return engine.published().latest();
  }

  public CompletableFuture<Void> stop() {
    return OnLoop.run(loop, engine::stop);
  }
}
