package keepalived.vrrp.port;

import java.time.InstantSource;
import java.util.function.Consumer;
import keepalived.core.event.Recorder;
import keepalived.core.log.LogLine;
import keepalived.core.loop.Loop;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;

/// Dependencies of the engine.
///
/// @param booted when the host booted, on the clock of the loop
/// @param wall the time of day, for signatures and reports
/// @param notices receives notifications in the order of the events; must not block
/// @param log receives every line, also those that need `-D`; must not block
/// @param recorder receives what happens, with its cause
public record VrrpPorts(
    Loop loop,
    MonoTime booted,
    InstantSource wall,
    VrrpNetwork network,
    Consumer<VrrpNotification> notices,
    Consumer<LogLine> log,
    Recorder recorder) {}
