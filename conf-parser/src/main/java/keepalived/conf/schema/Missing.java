package keepalived.conf.schema;

/// The effect of a missing value.
public enum Missing {
  /// The original stops reading: exit status 2.
  FATAL,
  /// The absence is reported, and the line is ignored.
  COMPLAINT,
  /// The value is optional.
  FINE
}
