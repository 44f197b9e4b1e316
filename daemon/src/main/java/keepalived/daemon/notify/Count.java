package keepalived.daemon.notify;

/// The counters of notifications.
public enum Count {
  SCRIPTS_STARTED,
  /// Ended with a status other than 0, or by a signal.
  SCRIPTS_FAILED,
  SCRIPTS_NOT_STARTED,
  /// Refused right before the start because the file had become insecure.
  SCRIPTS_REFUSED,
  /// Not run because a later state of the same subject followed while they waited.
  SCRIPTS_SUPERSEDED,
  /// Started although the previous script had not ended.
  SCRIPTS_OVERTAKEN,
  SCRIPTS_TIMED_OUT,
  SCRIPTS_KILLED_AT_STOP,
  FIFO_LINES,
  /// Lost because the pipe was full: without a reader, or with a slow one.
  FIFO_LINES_LOST,
  /// Not written because the kernel would split them.
  FIFO_LINES_TOO_LONG,
  FIFO_READERS_ENDED
}
