/// Tracked processes (`vrrp_track_process`): which processes match, how many there are, and whether
/// they reach the quorum. [ProcessMonitor] calls the kernel; the other classes are pure.
package keepalived.tracking.process;
