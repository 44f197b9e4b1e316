package keepalived.conf.diagnostic;

import java.util.Locale;

/// How much a diagnostic matters to an operator.
public enum Severity {
  /// The daemon does not start with this file.
  FATAL,
  /// A statement is ignored, or does not have the effect that was written.
  ERROR,
  /// Accepted, but the original complains.
  WARNING,
  /// Advice of this program; it never changes an exit status.
  HINT;

  /// The word that is printed, such as `error`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
