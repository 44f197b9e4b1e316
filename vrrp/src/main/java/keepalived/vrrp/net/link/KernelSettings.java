package keepalived.vrrp.net.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import keepalived.core.log.LogLine;
import keepalived.linux.kernel.Sysctl;
import keepalived.vrrp.machine.OwnLines;

/// The sysctls that we need while we run. The caller declares all of them at once: a setting that
/// is no longer needed gets its original value back.
public final class KernelSettings {

  private final Consumer<LogLine> log;
  private final Map<Sysctl, Integer> originals = new LinkedHashMap<>();
  private Map<Sysctl, Integer> wanted = Map.of();

  public KernelSettings(Consumer<LogLine> log) {
    this.log = log;
  }

  /// The original values of settings, and the values that we set.
  public record Remains(Map<Sysctl, Integer> originals, Map<Sysctl, Integer> wanted) {}

  public Remains remains() {
    return new Remains(Map.copyOf(originals), wanted);
  }

  public void succeed(Remains remains) {
    originals.putAll(remains.originals());
    wanted = remains.wanted();
  }

  /// The value of a setting before we changed it.
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

  /// Restores the original value. The link may have been deleted, and its settings with it.
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
                    OwnLines.settingRefused(setting.toString(), value, refused.getMessage())));
  }
}
