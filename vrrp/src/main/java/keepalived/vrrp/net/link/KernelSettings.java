package keepalived.vrrp.net.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import keepalived.core.log.Level;
import keepalived.linux.kernel.Sysctl;
import keepalived.vrrp.machine.Report;

/// The kernel settings we need while we run. Declared whole: what is no longer needed gets the
/// value back that it had before us.
public final class KernelSettings {

  private final Consumer<Report> log;
  private final Map<Sysctl, Integer> originals = new LinkedHashMap<>();
  private Map<Sysctl, Integer> wanted = Map.of();

  public KernelSettings(Consumer<Report> log) {
    this.log = log;
  }

  /// What a setting is, or was before we changed it.
  OptionalInt original(Sysctl setting) {
    var saved = originals.get(setting);
    return saved != null ? OptionalInt.of(saved) : setting.number();
  }

  public void want(Map<Sysctl, Integer> next) {
    for (var setting : wanted.keySet()) {
      if (!next.containsKey(setting)) {
        restore(setting);
      }
    }
    next.forEach(this::set);
    wanted = new LinkedHashMap<>(next);
  }

  private void set(Sysctl setting, int value) {
    var now = setting.number();
    if (now.isEmpty()) {
      return;
    }
    originals.putIfAbsent(setting, now.getAsInt());
    if (now.getAsInt() != value) {
      write(setting, value);
    }
  }

  /// The link may be gone, and its settings with it.
  private void restore(Sysctl setting) {
    var value = originals.remove(setting);
    if (value != null && setting.number().isPresent() && setting.number().getAsInt() != value) {
      write(setting, value);
    }
  }

  private void write(Sysctl setting, int value) {
    setting
        .write(value)
        .ifPresent(
            refused ->
                log.accept(
                    new Report(
                        Level.WARNING,
                        "cannot set %s to %d: %s"
                            .formatted(setting, value, refused.getMessage()))));
  }
}
