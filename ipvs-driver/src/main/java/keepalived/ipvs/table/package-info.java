/// The IPVS table as values: services, their options and destinations, their counters, the sync
/// daemons and timeouts beside them. Knows what the kernel can hold, not how it is told; no I/O, no
/// clock. Maps keep their order.
package keepalived.ipvs.table;
