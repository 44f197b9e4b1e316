package keepalived.daemon.cli;

import java.util.OptionalInt;

/// The functions of signals, by the names that `--signum` accepts. Real-time numbers count from the
/// C library's SIGRTMIN (34) and SIGRTMAX (64).
public enum SignalFunction {
  STOP(15),
  RELOAD(1),
  DATA(10),
  STATS(12),
  STATS_CLEAR(63),
  JSON(36);

  private final int number;

  SignalFunction(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  static OptionalInt byName(String name) {
    for (var function : values()) {
      if (function.name().equals(name)) {
        return OptionalInt.of(function.number);
      }
    }
    return OptionalInt.empty();
  }
}
