/// This process and its surroundings: threads, names, limits, rights, pid files, service manager.
/// Knows no part of the daemon.
package keepalived.daemon.process;
