package keepalived.linux.socket;

import java.nio.ByteBuffer;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;

/// What a UDP socket received, and what the kernel tells of the header. The payload is valid until
/// the buffer is used again.
///
/// @param hopLimit TTL or hop limit on arrival; -1 where the kernel did not say
public record UdpDatagram(
    Endpoint source, IpAddress destination, int link, int hopLimit, ByteBuffer payload) {}
