package keepalived.conf.vrrp;

import static keepalived.conf.vrrp.InstanceChecks.when;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Rule;
import keepalived.conf.vrrp.draft.InstanceDraft;

/// Rules for cases in which the authentication of VRRP version 2 cannot be used.
final class AuthenticationRules {

  static final List<Rule<InstanceDraft>> ALL =
      List.of(
          dropped(
              d -> d.hmac.isPresent(),
              Code.CONFLICT,
              "auth_hmac replaces authentication, which is dropped",
              "auth_hmac set"),
          versionThree(),
          dropped(
              InstanceDraft::strict,
              Code.CONFLICT,
              "strict mode has no authentication; it is ignored",
              "Strict mode does not support authentication. Ignoring."),
          dropped(
              d -> d.authType.isPresent() && d.authPass.isEmpty(),
              Code.INCOMPLETE,
              "authentication without a password is ignored",
              "Authentication specified but no password given. Ignoring"),
          when(d ->
                  d.authType.filter("AH"::equals).isPresent()
                      && d.stateMaster()
                      && d.effectivePriority() != 255)
              .report(
                  d ->
                      diagnostic(
                          d,
                          Code.CONFLICT,
                          "'state MASTER' does not go with AH authentication; BACKUP is used",
                          "Initial state master is incompatible with AH authentication -"
                              + " clearing"))
              .then(
                  d -> {
                    d.priority = OptionalInt.of(d.effectivePriority());
                    d.wantsMaster = Optional.of(false);
                  }));

  private AuthenticationRules() {}

  private static Diagnostic diagnostic(
      InstanceDraft d, Code code, String message, String original) {
    return d.diagnostic(code, d.authPlace.orElse(d.place), message, original);
  }

  private static Rule<InstanceDraft> versionThree() {
    var rule =
        dropped(
            d -> d.effectiveVersion() == 3,
            Code.CONFLICT,
            "VRRP version 3 has no authentication; it is ignored",
            "VRRP version 3 does not support authentication. Ignoring.");
    return new Rule<>(
        rule.applies(),
        d -> rule.report().apply(d).fix("remove it, or use version 2"),
        rule.correct());
  }

  /// A rule that removes the authentication.
  private static Rule<InstanceDraft> dropped(
      Predicate<InstanceDraft> reason, Code code, String message, String original) {
    return when(d -> written(d) && reason.test(d))
        .report(d -> diagnostic(d, code, message, original))
        .then(AuthenticationRules::drop);
  }

  private static boolean written(InstanceDraft d) {
    return d.authType.isPresent() || d.authPass.isPresent();
  }

  private static void drop(InstanceDraft d) {
    d.authType = Optional.empty();
    d.authPass = Optional.empty();
  }
}
