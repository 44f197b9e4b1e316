/// Tracked processes (`vrrp_track_process`): which processes match, how many there are, and whether
/// they reach the quorum. [ProcessMonitor] is the part that asks the kernel; the rest is pure.
package keepalived.tracking.process;
