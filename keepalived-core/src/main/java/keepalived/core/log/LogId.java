package keepalived.core.log;

/// Identifies a kind of log line, for filters and rate limits. Declared as a constant next to the
/// text of the line.
///
/// @param name unique within a part: `lower priority`
public record LogId(String name) {}
