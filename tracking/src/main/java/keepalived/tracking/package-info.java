/// Trackers that VRRP and the checkers share: scripts, files, processes and BFD sessions. Each kind
/// has its own package. Knows the configuration records and the kernel; must not know VRRP, virtual
/// servers or IPVS.
package keepalived.tracking;
