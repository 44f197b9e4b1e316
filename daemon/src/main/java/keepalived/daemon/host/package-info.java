/// This host behind the ports of the engines and notifiers: child processes, accounts, pid files,
/// the service manager.
package keepalived.daemon.host;
