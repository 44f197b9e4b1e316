package keepalived.linux.socket;

import java.nio.ByteBuffer;
import keepalived.core.net.Ipv6Address;

/// What a raw IPv6 socket received: the payload behind the IP header, and what the kernel tells of
/// the header. The payload is valid until the buffer is used again.
public record Ipv6Datagram(
    Ipv6Address source, Ipv6Address destination, int link, int hopLimit, ByteBuffer payload) {}
