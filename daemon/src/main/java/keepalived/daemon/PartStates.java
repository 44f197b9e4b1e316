package keepalived.daemon;

import java.util.EnumMap;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.log.Part;
import keepalived.daemon.status.BfdDump;
import keepalived.daemon.status.CheckDump;
import keepalived.daemon.status.DataDump;
import keepalived.daemon.status.ScriptText;

/// What each part that runs has to say of itself, as text.
final class PartStates {

  private final Node node;

  PartStates(Node node) {
    this.node = node;
  }

  /// By part; the parts that do not run are absent, and so is the parent, which has none.
  ///
  /// @param config the configuration in force
  Map<Part, String> texts(Config config) {
    var texts = new EnumMap<Part, String>(Part.class);
    var scripts = new ScriptText(node::account);
    node.vrrpSnapshot()
        .ifPresent(
            state ->
                texts.put(Part.VRRP, DataDump.text(state, config, node.busyScripts(), scripts)));
    node.lvsSnapshot()
        .ifPresent(state -> texts.put(Part.CHECKER, CheckDump.text(config, state, scripts)));
    node.bfdSessions().ifPresent(sessions -> texts.put(Part.BFD, BfdDump.text(sessions)));
    return texts;
  }
}
