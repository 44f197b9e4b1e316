package keepalived.vrrp.engine;

import java.time.InstantSource;
import java.util.function.Consumer;
import keepalived.core.loop.Loop;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.machine.Report;

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
    Consumer<VrrpNotification> notices,
    Consumer<Report> log) {}
