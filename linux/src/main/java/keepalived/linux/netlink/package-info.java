/// Netlink: encodes and decodes messages and attributes, sends requests and returns the kernel's
/// explanation of a refusal, reads whole tables, and receives subscriptions that report lost
/// messages. Knows the framing only; packages below and other modules know what messages mean.
///
/// Encoding and decoding are pure functions over `ByteBuffer`; only
/// [keepalived.linux.netlink.NetlinkSocket] and [keepalived.linux.netlink.GenericNetlink] call the
/// kernel.
package keepalived.linux.netlink;
