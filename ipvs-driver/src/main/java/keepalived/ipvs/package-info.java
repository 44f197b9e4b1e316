/// The port to an IPVS table ([keepalived.ipvs.IpvsDriver]), the driver that keeps it in memory,
/// and what is done with any driver: reconcile it with the desired table, adopt what another
/// process left. Knows values and plans; the kernel is one package further down.
package keepalived.ipvs;
