package keepalived.healthcheck.server;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import keepalived.core.config.RealServer;

/// The health of one real server.
///
/// @param views one per check of the server, in their order
public record RealServerHealth(List<View> views) {

  /// The result of one check for a real server.
  ///
  /// @param up the verdict
  /// @param offset added to the configured weight (misc_dynamic, FILE_CHECK)
  public record View(boolean up, int offset) {
    public static final View UP = new View(true, 0);
    public static final View DOWN = new View(false, 0);
  }

  public RealServerHealth {
    views = List.copyOf(views);
  }

  /// Whether no check has failed; always true for a server without checks.
  public boolean alive() {
    for (var view : views) {
      if (!view.up()) {
        return false;
      }
    }
    return true;
  }

  /// The configured weight plus the offsets of the checks, not clamped.
  public int weight(RealServer config) {
    long sum = config.weight();
    for (var view : views) {
      sum += view.offset();
    }
    return Math.clamp(sum, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /// The weight in the range that the kernel accepts, as logs print it.
  public int kernelWeight(RealServer config) {
    return Math.max(0, weight(config));
  }

  RealServerHealth with(int check, View view) {
    var next = new ArrayList<>(views);
    next.set(check, view);
    return new RealServerHealth(next);
  }

  /// The offset that gives a server of the configured weight the weight `weight`; 0 when that is
  /// absent.
  public static int offsetTo(OptionalInt weight, RealServer config) {
    return weight.isPresent() ? weight.getAsInt() - config.weight() : 0;
  }
}
