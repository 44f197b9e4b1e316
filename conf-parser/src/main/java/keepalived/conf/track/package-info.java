/// Trackers (scripts, files, processes and BFD sessions) during reading, and the lists that name
/// them. VRRP and checkers follow them. This package knows `global_defs`, but no instance and no
/// virtual server.
package keepalived.conf.track;
