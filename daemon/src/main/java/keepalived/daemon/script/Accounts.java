package keepalived.daemon.script;

import java.util.Optional;
import java.util.OptionalInt;

/// The host's users and groups. Names may also be numbers.
public interface Accounts {

  /// The account with its primary group and all its supplementary groups.
  Optional<Account> user(String name);

  OptionalInt group(String name);
}
