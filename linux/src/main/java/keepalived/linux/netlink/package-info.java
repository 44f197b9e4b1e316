/// Netlink: messages and attributes as bytes and back, requests with the kernel's explanation when
/// it refuses, dumps that are whole, subscriptions that say when they lost something. Knows framing
/// only; what a message means is in the packages below and in other modules.
///
/// Encoding and decoding are pure over `ByteBuffer`; [keepalived.linux.netlink.NetlinkSocket] and
/// [keepalived.linux.netlink.GenericNetlink] are the only classes here that call the kernel.
package keepalived.linux.netlink;
