package keepalived.linux.socket;

import java.nio.ByteBuffer;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;

/// A datagram received by a UDP socket, with values of its header from the kernel. The payload is
/// valid until the buffer is used again.
///
/// @param hopLimit TTL or hop limit on arrival; -1 when the kernel did not report it
public record UdpDatagram(
    Endpoint source, IpAddress destination, int link, int hopLimit, ByteBuffer payload) {}
