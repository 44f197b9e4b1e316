package keepalived.conf.diagnostic;

import java.util.Locale;

/// How much a diagnostic matters to an operator.
public enum Severity {
  /// The daemon does not start with this file.
  FATAL,
  /// A statement is not honoured, or not as written.
  ERROR,
  /// Accepted, but the original complains.
  WARNING,
  /// Our own advice; never changes an exit status.
  HINT;

  /// As printed: `error`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
