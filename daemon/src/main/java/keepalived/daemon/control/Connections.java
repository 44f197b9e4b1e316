package keepalived.daemon.control;

import java.util.HashMap;
import java.util.Map;

/// Counts open connections and the bytes on their way. One user cannot take all places.
final class Connections {

  /// Connections at one time.
  static final int MOST = 32;

  /// The share of one user other than root.
  static final int MOST_OF_ONE = 16;

  /// Bytes of answers that readers have not taken yet. A body is counted once for each reader.
  private static final long MOST_BYTES = 128L << 20;

  private static final int ROOT = 0;

  private final Map<Integer, Integer> open = new HashMap<>();
  private int all;
  private long bytes;

  /// Takes a place; false when there is none.
  boolean enter(int user) {
    if (all >= MOST || user != ROOT && open.getOrDefault(user, 0) >= MOST_OF_ONE) {
      return false;
    }
    all++;
    open.merge(user, 1, Integer::sum);
    return true;
  }

  void leave(int user) {
    all--;
    open.merge(user, -1, (a, b) -> a + b == 0 ? null : a + b);
  }

  /// Whether an answer of this length may be sent now. The only answer always may.
  boolean send(int length) {
    if (bytes > 0 && bytes + length > MOST_BYTES) {
      return false;
    }
    bytes += length;
    return true;
  }

  void sent(int length) {
    bytes -= length;
  }
}
