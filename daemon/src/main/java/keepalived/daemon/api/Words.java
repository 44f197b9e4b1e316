package keepalived.daemon.api;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import keepalived.vrrp.machine.State;

/// Values as documents and metrics write them.
public final class Words {

  private Words() {}

  /// `INIT`, `BACKUP`, `MASTER`, `FAULT`, as in the log.
  public static String state(State.Role role) {
    return role == State.Role.INITIALIZE ? "INIT" : role.name();
  }

  /// Seconds with at most six decimals: `1.5`, `3`.
  public static String seconds(Duration duration) {
    var number = BigDecimal.valueOf(duration.toNanos(), 9).setScale(6, RoundingMode.HALF_UP);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
