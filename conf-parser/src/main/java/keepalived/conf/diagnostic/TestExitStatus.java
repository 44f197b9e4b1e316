package keepalived.conf.diagnostic;

import java.util.EnumSet;
import java.util.List;
import keepalived.conf.diagnostic.Code.Effect;

/// The exit status of a configuration test (`-t`).
public final class TestExitStatus {

  private TestExitStatus() {}

  /// As the original: 0 nothing to complain about, 2 reading was given up, 4 something the machine
  /// lacks, 5 any other complaint, 6 scripts without script security. What the test prints decides
  /// nothing: hints never count.
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
