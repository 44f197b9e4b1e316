/// Links and addresses of the kernel as values, the requests that change them, and the events that
/// report changes, also those of routes and rules ([keepalived.linux.netlink.rt.route]). Knows
/// rtnetlink; does not know who owns an address or why.
///
/// Each kind has a record with its encoding, and a class that sends requests through a
/// [keepalived.linux.netlink.NetlinkSocket]. Expected outcomes (it exists already, it is gone
/// already, no such link) are values; other refusals of the kernel are
/// [keepalived.linux.libc.LinuxException]s with the kernel's explanation.
package keepalived.linux.netlink.rt;
