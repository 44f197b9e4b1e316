package keepalived.linux.socket;

import java.nio.ByteBuffer;
import keepalived.core.net.Ipv6Address;

/// A packet received by a raw IPv6 socket: the payload after the IP header, and the header's values
/// from the kernel. The payload is valid until the buffer is used again.
public record Ipv6Datagram(
    Ipv6Address source, Ipv6Address destination, int link, int hopLimit, ByteBuffer payload) {}
