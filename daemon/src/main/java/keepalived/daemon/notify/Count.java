package keepalived.daemon.notify;

/// What is counted about telling operators.
public enum Count {
  SCRIPTS_STARTED,
  /// Ended with another status than 0, or by a signal.
  SCRIPTS_FAILED,
  SCRIPTS_NOT_STARTED,
  /// Refused right before the start: the file had changed for the worse.
  SCRIPTS_REFUSED,
  /// Not run because a later state of the same subject came while they waited.
  SCRIPTS_SUPERSEDED,
  /// Started though the one before had not ended.
  SCRIPTS_OVERTAKEN,
  SCRIPTS_TIMED_OUT,
  SCRIPTS_KILLED_AT_STOP,
  FIFO_LINES,
  /// Lost because the pipe was full: no reader, or a slow one.
  FIFO_LINES_LOST,
  /// Never written: longer than the kernel writes in one piece.
  FIFO_LINES_TOO_LONG,
  FIFO_READERS_ENDED
}
