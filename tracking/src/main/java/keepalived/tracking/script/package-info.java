/// Tracked scripts (`vrrp_script`): when they run, and when rise and fall change their verdict.
/// Knows a loop and a port that starts scripts; starts no process itself.
package keepalived.tracking.script;
