/// The files that signals have the daemon write. Knows where they go and what the parts report, not
/// how a part is made.
package keepalived.daemon.dump;
