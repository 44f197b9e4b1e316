/// The three parts that do the work (VRRP, virtual servers, BFD), each on its own loop, and their
/// supervision: restart after a failure, and the watchdog. Knows the engines and their adapters to
/// this host; knows no signals, files or reloads.
package keepalived.daemon.part;
