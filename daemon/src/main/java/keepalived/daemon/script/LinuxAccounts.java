package keepalived.daemon.script;

import java.util.Optional;
import java.util.OptionalInt;
import keepalived.linux.process.Users;

/// The accounts of this host, through the C library.
public final class LinuxAccounts implements Accounts {

  @Override
  public Optional<Account> user(String name) {
    return Users.user(name).map(u -> new Account(u.name(), u.uid(), u.gid(), Users.groupsOf(u)));
  }

  @Override
  public OptionalInt group(String name) {
    return Users.group(name).map(g -> OptionalInt.of(g.gid())).orElse(OptionalInt.empty());
  }
}
