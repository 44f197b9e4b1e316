package keepalived.core.config.track;

import java.time.Duration;
import java.util.Optional;
import keepalived.core.net.IpAddress;

/// A BFD session (`bfd_instance`, RFC 5880).
///
/// @param maxHops hops a received packet may have crossed; -1 means unchecked
/// @param vrrp events go to VRRP
/// @param checker events go to BFD_CHECK
public record BfdInstance(
    String name,
    IpAddress neighbor,
    Optional<IpAddress> source,
    Duration minRx,
    Duration minTx,
    Duration idleTx,
    int multiplier,
    boolean passive,
    int ttl,
    int maxHops,
    boolean multihop,
    int weight,
    boolean reverse,
    boolean vrrp,
    boolean checker) {}
