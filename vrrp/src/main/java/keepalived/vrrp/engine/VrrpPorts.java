package keepalived.vrrp.engine;

import keepalived.core.log.LogLine;
import java.time.InstantSource;
import java.util.function.Consumer;
import keepalived.core.event.Notification;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;

/// Everything the engine touches.
///
/// @param booted when the machine started, on the clock of the loop
/// @param wall the time of day, for signatures and reports
/// @param notices called in the order things happened; must not block
/// @param log called with every line there might be; the receiver knows `-D`; must not block
public record VrrpPorts(
    Loop loop,
    MonoTime booted,
    InstantSource wall,
    VrrpNetwork network,
    Consumer<Notification> notices,
    Consumer<LogLine> log) {}
