/// The three parts that do the work (VRRP, virtual servers, BFD), each on a loop of its own, and
/// what keeps them alive: restart after a failure, and the watchdog. Knows the engines and their
/// adapters to this host; knows no signals, files or reloads.
package keepalived.daemon.part;
