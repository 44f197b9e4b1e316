package keepalived.daemon.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// root, nobody, and the accounts that a test adds.
final class FakeAccounts implements Accounts {

  private final Map<String, Account> users = new HashMap<>();

  FakeAccounts() {
    users.put("root", Account.ROOT);
    users.put("nobody", new Account("nobody", 65534, 65534, List.of(65534, 27)));
  }

  FakeAccounts with(Account account) {
    users.put(account.name(), account);
    return this;
  }

  @Override
  public Optional<Account> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  @Override
  public OptionalInt group(String name) {
    return switch (name) {
      case "root" -> OptionalInt.of(0);
      case "adm" -> OptionalInt.of(4);
      default -> OptionalInt.empty();
    };
  }
}
