package keepalived.daemon.dump;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.script.Script;
import keepalived.daemon.script.Account;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.engine.VrrpSnapshot;

/// The state of the running parts. The methods wait for the loops of the parts, a few seconds at
/// most, and must not be called from a loop. A part that does not run has no state.
public interface LiveState {

  Optional<VrrpSnapshot> vrrpSnapshot();

  Optional<LvsSnapshot> lvsSnapshot();

  Optional<List<BfdEngine.View>> bfdSessions();

  /// The names of the tracked scripts that are running.
  Set<String> busyScripts();

  /// The account that runs a script of the current configuration; empty when the script must not
  /// run.
  Optional<Account> account(Script script);

  void clearVrrpCounters();
}
