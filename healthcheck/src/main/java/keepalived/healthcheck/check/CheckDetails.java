package keepalived.healthcheck.check;

import keepalived.core.config.script.Script;

/// Takes the values of a check for `keepalived_check.data`.
public interface CheckDetails {

  /// A line `name = value`.
  void line(String name, Object value);

  /// A line of its own words.
  void plain(String text);

  /// A line that belongs to the one before.
  void sub(String text);

  /// The script of a check, as a line of this name.
  void script(String name, Script script);

  /// The user and group that a script runs as, where they are known.
  void owner(Script script);
}
