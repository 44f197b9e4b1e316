package keepalived.conf.schema;

/// What the absence of a value means.
public enum Missing {
  /// The original stops reading: exit status 2.
  FATAL,
  /// Reported, the statement is dropped.
  COMPLAINT,
  /// Allowed.
  FINE
}
