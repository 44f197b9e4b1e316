package keepalived.daemon.log;

import java.time.Instant;

/// One log line, stamped when it happened.
///
/// @param thread name of the thread that said it
public record Line(Instant when, Part part, Severity severity, String text, String thread) {}
