package keepalived.daemon.host;

import java.util.Optional;
import java.util.OptionalInt;
import keepalived.daemon.script.Account;
import keepalived.daemon.script.Accounts;
import keepalived.linux.process.Users;

/// The users and groups of this host.
public final class HostAccounts implements Accounts {

  @Override
  public Optional<Account> user(String name) {
    return Users.user(name)
        .map(user -> new Account(user.name(), user.uid(), user.gid(), Users.groupsOf(user)));
  }

  @Override
  public OptionalInt group(String name) {
    return Users.group(name)
        .map(group -> OptionalInt.of(group.gid()))
        .orElseGet(OptionalInt::empty);
  }
}
