/// What is done to the distribution once, before its first start. Nothing of it runs in the daemon.
package keepalived.daemon.prepare;
