/// Addresses, ports and services as ipvsadm reads and prints them, by number or by name. The names
/// come from a port; its implementation for this host reads the system's databases.
package keepalived.ipvs.cli.names;
