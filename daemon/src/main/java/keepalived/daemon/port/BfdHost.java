package keepalived.daemon.port;

import java.util.random.RandomGenerator;
import keepalived.tracking.bfd.BfdEngine;

/// What BFD needs of the machine.
public interface BfdHost {

  /// Called on the loop.
  BfdEngine.Network network(HostLoop loop, RandomGenerator random);
}
