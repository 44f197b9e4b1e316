/// Telling operators: from an engine's notification to scripts, FIFO lines and mail, in the order
/// the original has. Runs on a loop of its own, never on an engine's. Knows the configuration and
/// the words of the original; decides nothing about VRRP or services.
package keepalived.daemon.notify;
