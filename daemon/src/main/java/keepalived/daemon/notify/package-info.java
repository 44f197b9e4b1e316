/// Notifies operators: turns an engine's notification into scripts, FIFO lines and mails, in the
/// original's order. Runs on its own loop, never on an engine's. Knows the configuration and the
/// original's texts; decides nothing about VRRP or services.
package keepalived.daemon.notify;
