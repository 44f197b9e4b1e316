package keepalived.daemon.dump;

import java.util.EnumMap;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.log.Part;
import keepalived.daemon.status.BfdDump;
import keepalived.daemon.status.CheckDump;
import keepalived.daemon.status.DataDump;
import keepalived.daemon.status.ScriptText;

/// The state of each running part as text.
public final class StateTexts {

  private final LiveState live;

  public StateTexts(LiveState live) {
    this.live = live;
  }

  /// The texts by part. Parts that do not run are absent, and so is the parent, which has no state.
  ///
  /// @param config the current configuration
  public Map<Part, String> texts(Config config) {
    var texts = new EnumMap<Part, String>(Part.class);
    var scripts = new ScriptText(live::account);
    live.vrrpSnapshot()
        .ifPresent(
            state ->
                texts.put(Part.VRRP, DataDump.text(state, config, live.busyScripts(), scripts)));
    live.lvsSnapshot()
        .ifPresent(state -> texts.put(Part.CHECKER, CheckDump.text(config, state, scripts)));
    live.bfdSessions().ifPresent(sessions -> texts.put(Part.BFD, BfdDump.text(sessions)));
    return texts;
  }
}
