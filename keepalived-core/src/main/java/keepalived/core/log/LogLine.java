package keepalived.core.log;

import java.util.Optional;

/// One line for the log.
///
/// @param text one line, without line end; may contain foreign text, which the sink escapes
/// @param id present when a filter or a rate limit uses it
public record LogLine(Part part, Level level, String text, Optional<LogId> id) {

  public LogLine(Part part, Level level, String text) {
    this(part, level, text, Optional.empty());
  }

  /// The same line, with an id.
  public LogLine with(LogId kind) {
    return new LogLine(part, level, text, Optional.of(kind));
  }
}
