package keepalived.daemon.sim;

/// Faults the daemon once had, as a switch of the simulated machine that behaves as the old code
/// did. The simulation must report each.
public enum Planted {
  NONE,
  /// D1: the flag of a reload was set before its thread started, and no thread was to be had.
  RELOAD_WITHOUT_THREAD,
  /// D2: an Error on a loop answered no caller, and waiting had no limit.
  ERROR_WITHOUT_ANSWER,
  /// D3: what the start lacked on a loop answered no caller either, and the start hung.
  START_HANGS,
  /// D4: the first line that could not be written ended the writer of the log.
  LOG_DIES,
  /// D5: what stood where the log and the dumps go was opened and written, whatever it was.
  PLACES_TRUSTED,
  /// D7: a file that blocked held the only thread of the blocking work.
  ONE_BLOCKED_THREAD,
  /// D9: children were left behind at the end.
  CHILDREN_LEFT,
  /// D11: control characters of others reached the log.
  TEXT_AS_IT_CAME,
  /// D12: an Error on a thread of its own reached standard error only.
  ERROR_UNSEEN,
  /// B1: an interrupted dump of the kernel's table was thrown through the loop.
  DUMP_THROWN
}
