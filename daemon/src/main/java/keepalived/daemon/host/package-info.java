/// Implements the ports of the engines and notifiers on this host: child processes, accounts,
/// interfaces, addresses, and the record of our virtual servers.
package keepalived.daemon.host;
