/// The files that the daemon writes at signals. Knows their paths and the parts' reports, not how
/// the reports are made.
package keepalived.daemon.dump;
