/// `global_defs` and the process settings at the root, and what all parts share: scripts with their
/// users, and the name tables of iproute2. Knows nothing of instances or virtual servers.
package keepalived.conf.global;
