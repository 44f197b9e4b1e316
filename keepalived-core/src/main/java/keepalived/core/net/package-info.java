/// Addresses as values: comparable, unsigned, parsed without a resolver. Knows the text and byte
/// forms of IPv4, IPv6 and MAC addresses and the Internet checksum; knows no socket.
package keepalived.core.net;
