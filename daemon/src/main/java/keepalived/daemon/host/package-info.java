/// This host behind the ports of the engines and notifiers: child processes, accounts, interfaces,
/// addresses, marks of virtual servers.
package keepalived.daemon.host;
