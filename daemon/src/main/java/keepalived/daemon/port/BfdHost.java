package keepalived.daemon.port;

import java.util.random.RandomGenerator;
import keepalived.tracking.bfd.BfdEngine;

/// The machine as BFD needs it.
public interface BfdHost {

  /// Called on the loop.
  BfdEngine.Network network(HostLoop loop, RandomGenerator random);
}
