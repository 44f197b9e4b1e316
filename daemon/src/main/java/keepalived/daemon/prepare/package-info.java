/// Prepares the distribution once, before its first start. Not used by the daemon.
package keepalived.daemon.prepare;
