package keepalived.conf.global;

import keepalived.conf.diagnostic.Place;
import keepalived.core.config.script.Script;

/// A script that the configuration runs, with the place of its keyword.
///
/// @param name what uses it, for messages: the tracker's name or the keyword
public record ScriptUse(Kind kind, String name, Script script, Place place) {

  /// Who runs it decides when it is checked.
  public enum Kind {
    START_STOP,
    TRACK,
    VRRP,
    CHECK,
    MISC_CHECK
  }
}
