/// The flight recorder: events as bytes, in a ring in memory that survives the process, and in
/// segments on disk. Knows nothing of VRRP, servers or configuration; readers need no running
/// daemon.
package keepalived.daemon.flight;
