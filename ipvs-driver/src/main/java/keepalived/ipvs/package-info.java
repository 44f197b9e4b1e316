/// The port to an IPVS table ([keepalived.ipvs.IpvsDriver]), a driver that keeps the table in
/// memory, and operations on any driver: reconciling it with the desired table, and adopting the
/// table of a previous process. Knows values and plans; the kernel's driver is in a package below.
package keepalived.ipvs;
