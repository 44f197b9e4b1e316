package keepalived.daemon.status;

import java.util.Optional;
import java.util.function.Function;
import keepalived.core.config.script.Script;
import keepalived.daemon.script.Account;

/// Configured scripts in dumps: each word in single quotes, and the account that runs them.
///
/// @param accounts the account of a script; empty for one that must not run
public record ScriptText(Function<Script, Optional<Account>> accounts) {

  /// `'/etc/notify.sh' 'master', uid:gid 0:0`
  String withOwner(Script script) {
    String words = ItemText.script(script);
    return owner(script).map(owner -> words + ", uid:gid " + owner).orElse(words);
  }

  /// `65534:65534`
  Optional<String> owner(Script script) {
    return accounts.apply(script).map(account -> account.uid() + ":" + account.gid());
  }
}
