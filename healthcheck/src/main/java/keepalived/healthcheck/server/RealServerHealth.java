package keepalived.healthcheck.server;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import keepalived.core.config.RealServer;

/// What is known of one real server of a pool.
///
/// @param views one per check of the server, in their order
public record RealServerHealth(List<View> views) {

  /// What one check says.
  ///
  /// @param up the verdict
  /// @param offset what the check adds to the configured weight (misc_dynamic, FILE_CHECK)
  public record View(boolean up, int offset) {
    public static final View UP = new View(true, 0);
    public static final View DOWN = new View(false, 0);
  }

  public RealServerHealth {
    views = List.copyOf(views);
  }

  /// Alive when no check has failed; a server without checks always is.
  public boolean alive() {
    for (var view : views) {
      if (!view.up()) {
        return false;
      }
    }
    return true;
  }

  /// The configured weight and what the checks add to it, not clamped.
  public int weight(RealServer config) {
    long sum = config.weight();
    for (var view : views) {
      sum += view.offset();
    }
    return Math.clamp(sum, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// The weight as the kernel takes it and logs print it.
  public int kernelWeight(RealServer config) {
    return Math.max(0, weight(config));
  }

  RealServerHealth with(int check, View view) {
    var next = new ArrayList<>(views);
    next.set(check, view);
    return new RealServerHealth(next);
  }

  /// The offset that makes a server of the configured weight have `weight`; absent means none.
  public static int offsetTo(OptionalInt weight, RealServer config) {
    return weight.isPresent() ? weight.getAsInt() - config.weight() : 0;
  }
}
