package keepalived.daemon.sim;

/// Faults that the daemon once had, as switches of the simulated machine that reproduce the old
/// behaviour. The simulation must find each.
public enum Planted {
  NONE,
  /// D1: the flag of a reload was set before its thread started, and no thread could be started.
  RELOAD_WITHOUT_THREAD,
  /// D2: after an Error on a loop, callers received no answer and waited without limit.
  ERROR_WITHOUT_ANSWER,
  /// D3: a start without a needed resource on a loop sent no answer to its caller and hung.
  START_HANGS,
  /// D4: the first line that could not be written ended the writer of the log.
  LOG_DIES,
  /// D5: what stood where the log and the dumps go was opened and written, whatever it was.
  PLACES_TRUSTED,
  /// D7: a file that blocked occupied the only thread for blocking work.
  ONE_BLOCKED_THREAD,
  /// D9: child processes were left at the end.
  CHILDREN_LEFT,
  /// D11: control characters of others reached the log.
  TEXT_AS_IT_CAME,
  /// D12: an Error on a separate thread reached standard error only.
  ERROR_UNSEEN,
  /// B1: an interrupted dump of the kernel's table threw through the loop.
  DUMP_THROWN
}
