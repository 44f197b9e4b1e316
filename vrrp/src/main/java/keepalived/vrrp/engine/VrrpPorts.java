package keepalived.vrrp.engine;

import java.time.InstantSource;
import java.util.function.Consumer;
import keepalived.core.event.Notification;
import keepalived.core.loop.Loop;

/// Everything the engine touches.
///
/// @param wall the time of day, for signatures and reports
/// @param notices called in the order things happened; must not block
/// @param log called with every line there might be; the receiver knows `-D`; must not block
public record VrrpPorts(
    Loop loop,
    InstantSource wall,
    VrrpNetwork network,
    Consumer<Notification> notices,
    Consumer<Report> log) {}
