package keepalived.daemon.flight;

import java.time.Instant;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.time.MonoTime;

/// An event as it is in a recording.
///
/// @param when by the wall clock, which may have been set between two events
/// @param at on the monotonic clock of the host, for durations between events of one run
public record Recorded(EventId id, Instant when, MonoTime at, Happening event) {}
