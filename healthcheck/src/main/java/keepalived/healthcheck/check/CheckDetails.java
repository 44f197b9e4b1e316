package keepalived.healthcheck.check;

import keepalived.core.config.script.Script;

/// Receives the values of a check for its section of `keepalived_check.data`.
public interface CheckDetails {

  /// A line `name = value`.
  void line(String name, Object value);

  /// A line without a name: `text` is printed as it is.
  void plain(String text);

  /// A continuation line, indented below the line before it.
  void sub(String text);

  /// A line `name = script`, with the script's path and arguments.
  void script(String name, Script script);

  /// A line with the user and group that the script runs as; nothing where they are unknown.
  void owner(Script script);
}
