/// Links and addresses of the kernel as values, the requests that change them, and the events that
/// report changes, also those of routes and rules ([keepalived.linux.netlink.rt.route]). Knows
/// rtnetlink; does not know who owns an address or why.
///
/// Each kind is a record with its bytes in one place, and a class that asks the kernel through a
/// [keepalived.linux.netlink.NetlinkSocket] handed to it. An expected outcome (it is there already,
/// it is gone already, no such link) is a value; anything else the kernel refuses is a
/// [keepalived.linux.libc.LinuxException] with the kernel's explanation.
package keepalived.linux.netlink.rt;
