package keepalived.healthcheck.check;

import java.util.List;
import keepalived.core.config.Check;
import keepalived.core.config.field.CheckFields;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.Policy;

/// One checker: everything this module knows of one kind of check. Stateless.
///
/// @param <C> the configuration record of the check
public sealed interface CheckType<C extends Check> permits ProbedType, WatchedType {

  /// The class of the configuration record.
  Class<C> checkClass();

  /// How a round of attempts goes.
  default Policy.Walk walk(C check) {
    return Policy.Walk.SINGLE;
  }

  /// The log lines of a success, in keepalived's words; most successes have none.
  List<String> success(CheckSubject<C> subject, CheckEvent event);

  /// The log lines of a failure that decides or will be retried, in keepalived's words.
  List<String> failure(CheckSubject<C> subject, CheckEvent event, FailureReason reason);

  /// What a mail says of a check that went up, without the arrows around it.
  String mailUp(C check);

  /// What a mail says of a check that went down, without the arrows around it.
  String mailDown(CheckSubject<C> subject, FailureReason reason);

  /// Whether a first success is mailed too, though it changes nothing.
  default boolean mailsFirstSuccess() {
    return false;
  }

  /// The `Keepalive method` of `keepalived_check.data`.
  default String method(C check) {
    return CheckFields.keyword(check);
  }

  /// Writes the values of the check into `keepalived_check.data`, without timing and connection,
  /// which all checks share.
  void dump(C check, CheckDetails to);
}
