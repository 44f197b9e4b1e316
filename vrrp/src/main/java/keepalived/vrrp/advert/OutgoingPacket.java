package keepalived.vrrp.advert;

import java.nio.ByteBuffer;
import keepalived.core.net.IpAddress;

/// A packet ready for a raw socket.
///
/// @param protocol 112, or 51 with an authentication header
/// @param bytes IPv4: the whole packet; IPv6: the payload after the header
public record OutgoingPacket(
    int protocol, IpAddress source, IpAddress destination, int ttl, ByteBuffer bytes) {}
