package keepalived.healthcheck.check;

import java.util.List;
import keepalived.core.config.Check;
import keepalived.core.config.field.CheckFields;
import keepalived.healthcheck.verdict.CheckEvent;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.Policy;

/// One kind of checker: everything that is specific to its protocol. Stateless.
///
/// @param <C> the configuration record of the check
public sealed interface CheckType<C extends Check> permits ProbedType, WatchedType {

  /// The class of the configuration record.
  Class<C> checkClass();

  /// How many attempts make a round, and in which order.
  default Policy.Walk walk(C check) {
    return Policy.Walk.SINGLE;
  }

  /// The log lines of a success, worded as keepalived does; most successes have none.
  List<String> success(CheckSubject<C> subject, CheckEvent event);

  /// The log lines of a failure that decides or will be retried, worded as keepalived does.
  List<String> failure(CheckSubject<C> subject, CheckEvent event, FailureReason reason);

  /// The mail's text for a check that went up, without the arrows around it.
  String mailUp(C check);

  /// The mail's text for a check that went down, without the arrows around it.
  String mailDown(CheckSubject<C> subject, FailureReason reason);

  /// Whether a first success is mailed too, although the verdict stays the same.
  default boolean mailsFirstSuccess() {
    return false;
  }

  /// The value of `Keepalive method` in `keepalived_check.data`.
  default String method(C check) {
    return CheckFields.keyword(check);
  }

  /// Writes the values of the check into `keepalived_check.data`. Timing and connection are common
  /// to all checks and written elsewhere.
  void dump(C check, CheckDetails to);
}
