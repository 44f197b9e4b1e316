/// Trackers: scripts, files, processes and BFD sessions while they are read, and the lists that
/// name them. VRRP and checkers follow them. Knows `global_defs`; knows no instance and no virtual
/// server.
package keepalived.conf.track;
