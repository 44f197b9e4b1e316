package keepalived.conf.global;

import keepalived.conf.diagnostic.Place;
import keepalived.core.config.script.Script;

/// A script that the configuration uses, with the place of its keyword.
///
/// @param name the name of the tracker or the keyword, for messages
public record ScriptUse(Kind kind, String name, Script script, Place place) {

  /// The user of the script, which decides when the script is checked.
  public enum Kind {
    START_STOP,
    TRACK,
    VRRP,
    CHECK,
    MISC_CHECK
  }
}
