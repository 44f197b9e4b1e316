package keepalived.conf.global;

import java.time.Duration;
import java.util.Optional;

/// Settings of gratuitous ARP during reading. A setting that is absent comes from the next outer
/// level.
public final class GarpDraft {

  public Optional<Duration> delay = Optional.empty();
  public Optional<Integer> repeat = Optional.empty();
  public Optional<Duration> refresh = Optional.empty();
  public Optional<Integer> refreshRepeat = Optional.empty();
  public Optional<Duration> lowerDelay = Optional.empty();
  public Optional<Integer> lowerRepeat = Optional.empty();
  public Optional<Duration> extraInterface = Optional.empty();
  public boolean extraInterfaceAll;

  /// These settings; those that are absent come from `other`.
  public GarpDraft or(GarpDraft other) {
    var merged = new GarpDraft();
    merged.delay = delay.or(() -> other.delay);
    merged.repeat = repeat.or(() -> other.repeat);
    merged.refresh = refresh.or(() -> other.refresh);
    merged.refreshRepeat = refreshRepeat.or(() -> other.refreshRepeat);
    merged.lowerDelay = lowerDelay.or(() -> other.lowerDelay);
    merged.lowerRepeat = lowerRepeat.or(() -> other.lowerRepeat);
    merged.extraInterface = extraInterface.or(() -> other.extraInterface);
    merged.extraInterfaceAll =
        extraInterface.isPresent() ? extraInterfaceAll : other.extraInterfaceAll;
    return merged;
  }
}
