package keepalived.daemon.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.script.Script;

/// Chooses the account of a script: its own, otherwise `script_user`, otherwise `keepalived_script`
/// if that account exists, otherwise root. With script security, a script never falls back to root.
final class AccountChoice {

  static final String CONVENTION = "keepalived_script";

  /// @param account empty when the script must not run
  /// @param messages for the operator
  record Chosen(Optional<Account> account, List<String> messages) {}

  private final Accounts accounts;
  private final GlobalSettings.Scripts settings;

  AccountChoice(Accounts accounts, GlobalSettings.Scripts settings) {
    this.accounts = accounts;
    this.settings = settings;
  }

  Chosen choose(Script script) {
    if (script.runAs().isPresent()) {
      var own = named(script.runAs().get());
      return own.account().isPresent()
          ? own
          : refused(own, "Invalid user/group for notify script " + script.program());
    }
    var inherited = inherited();
    return inherited.account().isPresent()
        ? inherited
        : refused(inherited, "Failed to set default user for notify script " + script.program());
  }

  /// The account for objects other than scripts that belong to the default user of scripts.
  Chosen choose(Optional<Script.RunAs> own) {
    return own.map(this::named).orElseGet(this::inherited);
  }

  private static Chosen refused(Chosen failed, String what) {
    var messages = new ArrayList<>(failed.messages());
    messages.add(what + " - ignoring");
    return new Chosen(Optional.empty(), List.copyOf(messages));
  }

  private Chosen inherited() {
    if (settings.user().isPresent()) {
      return named(settings.user().get());
    }
    return byConvention();
  }

  private Chosen byConvention() {
    var account = accounts.user(CONVENTION);
    if (account.isPresent()) {
      return chosen(account.get());
    }
    var absent = List.of("Script user '" + CONVENTION + "' does not exist");
    return settings.security()
        ? new Chosen(Optional.empty(), absent)
        : new Chosen(Optional.of(Account.ROOT), absent);
  }

  private Chosen named(Script.RunAs runAs) {
    var user =
        runAs.user().isPresent()
            ? accounts
                .user(runAs.user().get())
                .map(this::chosen)
                .orElseGet(() -> unknown("user", runAs.user().get()))
            : defaultUser(runAs);
    if (user.account().isEmpty() || runAs.group().isEmpty()) {
      return user;
    }
    var group = accounts.group(runAs.group().get());
    if (group.isEmpty()) {
      return unknown("group", runAs.group().get());
    }
    return new Chosen(
        Optional.of(user.account().get().withGroup(group.getAsInt())), user.messages());
  }

  /// `:group` keeps the default user. When the default itself is `:group`, its user is the
  /// conventional one.
  private Chosen defaultUser(Script.RunAs runAs) {
    boolean isDefault = settings.user().equals(Optional.of(runAs));
    return isDefault ? byConvention() : inherited();
  }

  private Chosen chosen(Account account) {
    return new Chosen(
        Optional.of(settings.supplementaryGroups() ? account : account.withoutGroups()), List.of());
  }

  private static Chosen unknown(String kind, String name) {
    return new Chosen(
        Optional.empty(), List.of("Script " + kind + " '" + name + "' does not exist"));
  }
}
