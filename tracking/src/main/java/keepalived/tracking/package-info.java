/// Sources of facts that both VRRP and the checkers use: tracked scripts, files and processes, and
/// BFD sessions. Each source has a package of its own. Knows the configuration records and the
/// kernel; must not know VRRP, virtual servers or IPVS.
package keepalived.tracking;
