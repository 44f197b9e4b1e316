package keepalived.conf.diagnostic;

import java.util.EnumSet;
import java.util.List;
import keepalived.conf.diagnostic.Code.Effect;

/// The exit status of a configuration test (`-t`).
public final class TestExitStatus {

  private TestExitStatus() {}

  /// The same status as the original: 0 without complaint, 2 when reading stopped, 4 when the
  /// machine lacks something, 5 for any other complaint, 6 for scripts without script security.
  /// Hints, the only diagnostics that can be suppressed, never count.
  public static int exitStatus(List<Diagnostic> diagnostics) {
    var effects = EnumSet.noneOf(Effect.class);
    diagnostics.forEach(d -> effects.add(d.code().effect()));
    if (effects.contains(Effect.START_FAILS)) {
      return 6;
    }
    if (effects.contains(Effect.STOPS_READING)) {
      return 2;
    }
    if (effects.contains(Effect.SECURITY)) {
      return 6;
    }
    if (effects.contains(Effect.COMPLAINT)) {
      return 5;
    }
    return effects.contains(Effect.CANNOT_RUN) ? 4 : 0;
  }
}
