package keepalived.vrrp.priority;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import keepalived.core.config.VrrpConfig.InterfaceDelay;
import keepalived.core.log.LogLine;
import keepalived.core.loop.Loop;
import keepalived.vrrp.machine.OriginalLines;

/// Delays up and down events of interfaces (`interface_up_down_delays`).
public final class LinkDampening {

  private final Loop loop;
  private final Consumer<LogLine> log;
  private final Consumer<InterfaceStatus> accepted;
  private final Function<String, Optional<Duration>> patience;
  private final Map<String, InterfaceStatus> known;
  private final Map<String, Loop.Cancellable> pending = new HashMap<>();
  private Map<String, InterfaceDelay> delays = Map.of();

  /// @param known the accepted states; written here
  /// @param patience the longest delay of a down event that elections on the interface tolerate
  /// @param accepted called after each accepted change
  public LinkDampening(
      Loop loop,
      Map<String, InterfaceStatus> known,
      Function<String, Optional<Duration>> patience,
      Consumer<LogLine> log,
      Consumer<InterfaceStatus> accepted) {
    this.loop = loop;
    this.patience = patience;
    this.known = known;
    this.log = log;
    this.accepted = accepted;
  }

  public void configure(Map<String, InterfaceDelay> next) {
    delays = next;
  }

  public void changed(InterfaceStatus status) {
    var before = known.get(status.name());
    boolean wasUp = before != null && before.up();
    if (before == null || status.up() == wasUp) {
      revert(status.name());
      accept(status);
      return;
    }
    var delay = delay(status);
    if (delay.isZero()) {
      revert(status.name());
      accept(status);
      return;
    }
    known.put(status.name(), status.withUp(wasUp));
    accepted.accept(known.get(status.name()));
    if (!pending.containsKey(status.name())) {
      pending.put(status.name(), loop.after(delay, () -> elapsed(status)));
    }
  }

  /// Forgets an interface that is gone and not configured: container hosts create new names all the
  /// time.
  public void forget(String name) {
    if (!pending.containsKey(name)) {
      known.remove(name);
    }
  }

  private Duration delay(InterfaceStatus status) {
    var delay = delays.get(status.name());
    if (delay == null) {
      return Duration.ZERO;
    }
    if (status.up()) {
      return delay.up();
    }
    var longest = patience.apply(status.name());
    return longest.filter(most -> most.compareTo(delay.down()) < 0).orElse(delay.down());
  }

  private void elapsed(InterfaceStatus status) {
    pending.remove(status.name());
    accept(known.get(status.name()).withUp(status.up()));
  }

  private void revert(String name) {
    var waiting = pending.remove(name);
    if (waiting != null) {
      waiting.cancel();
      log.accept(OriginalLines.delayCancelled(name));
    }
  }

  private void accept(InterfaceStatus status) {
    var before = known.put(status.name(), status);
    if (before != null && before.up() != status.up()) {
      log.accept(OriginalLines.linkReported(status.name(), status.up()));
    }
    if (!status.equals(before)) {
      accepted.accept(status);
    }
  }
}
