package keepalived.vrrp.sim;

/// Where the simulation tells what happens.
interface EventLog {

  /// @param what a report, a notification, or words
  void add(String where, Object what);
}
