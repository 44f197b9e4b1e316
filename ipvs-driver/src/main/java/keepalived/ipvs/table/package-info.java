/// The IPVS table as values: services, their options, destinations and counters, sync daemons and
/// timeouts. Knows what the kernel can store, not the netlink format; no I/O, no clock. Maps keep
/// their order.
package keepalived.ipvs.table;
