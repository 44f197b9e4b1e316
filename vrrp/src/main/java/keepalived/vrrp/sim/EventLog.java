package keepalived.vrrp.sim;

/// Records the events of a simulation.
interface EventLog {

  /// @param what a log line, a notification, or a text
  void add(String where, Object what);
}
