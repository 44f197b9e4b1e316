/// This process and its environment: threads, names, limits, capabilities, pid files, service
/// manager. Knows no part of the daemon.
package keepalived.daemon.process;
