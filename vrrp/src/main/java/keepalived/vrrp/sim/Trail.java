package keepalived.vrrp.sim;

/// Where the simulation tells what happens.
interface Trail {

  /// @param what a report, a notification, or words
  void add(String where, Object what);
}
