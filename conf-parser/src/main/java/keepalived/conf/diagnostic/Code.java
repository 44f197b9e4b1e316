package keepalived.conf.diagnostic;

import java.util.Locale;

/// The kinds of diagnostics. A user suppresses a kind by its name in lower case with dashes.
public enum Code {
  FILE_MISSING(Severity.FATAL, Effect.START_FAILS),
  INCLUDE_NO_MATCH(Severity.WARNING, Effect.NONE),
  INCLUDE_REQUIRED(Severity.FATAL, Effect.START_FAILS),
  INCLUDE_UNREADABLE(Severity.ERROR, Effect.NONE),
  INCLUDE_LOOP(Severity.ERROR, Effect.COMPLAINT),
  NUL_BYTE(Severity.ERROR, Effect.COMPLAINT),
  LINE_TOO_LONG(Severity.WARNING, Effect.COMPLAINT),
  BYTE_ORDER_MARK(Severity.WARNING, Effect.COMPLAINT),
  TOO_LARGE(Severity.FATAL, Effect.COMPLAINT),
  DEFINITION_RECURSIVE(Severity.ERROR, Effect.COMPLAINT),
  DEFINITION_UNKNOWN(Severity.HINT, Effect.NONE),
  CONDITION_NAMELESS(Severity.WARNING, Effect.NONE),
  REPETITION_MALFORMED(Severity.ERROR, Effect.COMPLAINT),
  QUOTE_UNCLOSED(Severity.ERROR, Effect.COMPLAINT),
  UNKNOWN_KEYWORD(Severity.ERROR, Effect.COMPLAINT),
  MISPLACED_KEYWORD(Severity.ERROR, Effect.COMPLAINT),
  BRACE_MISSING(Severity.ERROR, Effect.COMPLAINT),
  BRACE_EXTRA(Severity.ERROR, Effect.COMPLAINT),
  BRACE_UNEXPECTED(Severity.ERROR, Effect.COMPLAINT),
  BLOCK_NOT_OPENED(Severity.ERROR, Effect.COMPLAINT),
  GROUP_UNREADABLE(Severity.ERROR, Effect.STOPS_READING),
  VALUE_MISSING(Severity.FATAL, Effect.STOPS_READING),
  VALUE_EXPECTED(Severity.ERROR, Effect.COMPLAINT),
  NUMBER_INVALID(Severity.ERROR, Effect.COMPLAINT),
  NUMBER_OUT_OF_RANGE(Severity.ERROR, Effect.COMPLAINT),
  NUMBER_ROUNDED(Severity.WARNING, Effect.COMPLAINT),
  ADDRESS_INVALID(Severity.ERROR, Effect.COMPLAINT),
  WORD_INVALID(Severity.ERROR, Effect.COMPLAINT),
  WORDS_IGNORED(Severity.HINT, Effect.NONE),
  BLOCK_WORDS_IGNORED(Severity.WARNING, Effect.COMPLAINT),
  NAME_MISSING(Severity.ERROR, Effect.COMPLAINT),
  NAME_TAKEN(Severity.ERROR, Effect.COMPLAINT),
  ALREADY_SET(Severity.WARNING, Effect.COMPLAINT),
  DEPRECATED(Severity.WARNING, Effect.COMPLAINT),
  /// The keyword works here, but the original does not know it.
  OWN_KEYWORD(Severity.HINT, Effect.NONE),
  MARK_ZERO(Severity.ERROR, Effect.COMPLAINT),
  GROUP_UNDEFINED(Severity.ERROR, Effect.NONE),
  SAME_SERVICE(Severity.WARNING, Effect.NONE),
  UNSUPPORTED(Severity.WARNING, Effect.NONE),
  REGEX_UNUSABLE(Severity.ERROR, Effect.NONE),
  UNDEFINED_NAME(Severity.ERROR, Effect.COMPLAINT),
  INCOMPLETE(Severity.ERROR, Effect.COMPLAINT),
  CONFLICT(Severity.WARNING, Effect.COMPLAINT),
  /// A statement is left out because it does not fit the other statements.
  DROPPED(Severity.ERROR, Effect.COMPLAINT),
  ADJUSTED(Severity.WARNING, Effect.COMPLAINT),
  INTERFACE_MISSING(Severity.FATAL, Effect.COMPLAINT),
  INTERFACE_UNKNOWN(Severity.ERROR, Effect.CANNOT_RUN),
  INTERFACE_UNSUITABLE(Severity.ERROR, Effect.COMPLAINT),
  NAME_UNRESOLVED(Severity.ERROR, Effect.COMPLAINT),
  USER_UNKNOWN(Severity.ERROR, Effect.COMPLAINT),
  SCRIPT_NOT_FOUND(Severity.ERROR, Effect.COMPLAINT),
  SCRIPT_REFUSED(Severity.ERROR, Effect.COMPLAINT),
  SCRIPT_NOT_EXECUTABLE(Severity.ERROR, Effect.NONE),
  SCRIPT_USER_UNKNOWN(Severity.ERROR, Effect.NONE),
  FILE_EXECUTABLE(Severity.WARNING, Effect.NONE),
  OWN_ADDRESS(Severity.WARNING, Effect.NONE),
  VERSION_RAISED(Severity.WARNING, Effect.NONE),
  REPEATED(Severity.WARNING, Effect.NONE),
  MEMBER_UNKNOWN(Severity.ERROR, Effect.NONE),
  NOTIFY_NOT_FOUND(Severity.WARNING, Effect.NONE),
  SCRIPT_SECURITY_OFF(Severity.WARNING, Effect.SECURITY),
  SCRIPT_INSECURE(Severity.WARNING, Effect.NONE),
  SCRIPT_SHELL_SYNTAX(Severity.WARNING, Effect.COMPLAINT),
  INSTANCE_UNUSABLE(Severity.FATAL, Effect.COMPLAINT),
  VRID_TAKEN(Severity.FATAL, Effect.COMPLAINT),
  NOTHING_TO_RUN(Severity.WARNING, Effect.NONE),
  NO_ADDRESS(Severity.WARNING, Effect.COMPLAINT),
  DEFAULT_USED(Severity.WARNING, Effect.COMPLAINT),

  NOPREEMPT_MASTER(Severity.HINT, Effect.NONE),
  WEIGHT_WITHOUT_EFFECT(Severity.HINT, Effect.NONE),
  UNICAST_UNAUTHENTICATED(Severity.HINT, Effect.NONE),
  SCRIPT_ALWAYS_SUCCEEDS(Severity.HINT, Effect.NONE),
  SCRIPT_OPERATORS(Severity.HINT, Effect.NONE),
  TRACKER_UNUSED(Severity.HINT, Effect.NONE),
  PROCESS_NEVER_MATCHES(Severity.HINT, Effect.NONE),
  INVISIBLE_CHARACTER(Severity.HINT, Effect.NONE),
  CLUSTER_VRID(Severity.WARNING, Effect.NONE),
  CLUSTER_ADDRESSES(Severity.WARNING, Effect.NONE),
  CLUSTER_INTERVAL(Severity.WARNING, Effect.NONE),
  CLUSTER_VERSION(Severity.WARNING, Effect.NONE),
  CLUSTER_AUTHENTICATION(Severity.WARNING, Effect.NONE),
  CLUSTER_PEERS(Severity.WARNING, Effect.NONE),
  CLUSTER_PRIORITY(Severity.WARNING, Effect.NONE);

  /// The effect of a diagnostic on the exit status of a configuration test.
  public enum Effect {
    NONE,
    /// Status 4: the machine lacks something.
    CANNOT_RUN,
    /// Status 5: any other complaint.
    COMPLAINT,
    /// Status 6: scripts run without script security.
    SECURITY,
    /// Status 2: the original stops reading.
    STOPS_READING,
    /// Status 6: the original fails before the test begins.
    START_FAILS
  }

  private final Severity severity;
  private final Effect effect;

  Code(Severity severity, Effect effect) {
    this.severity = severity;
    this.effect = effect;
  }

  public Severity severity() {
    return severity;
  }

  public Effect effect() {
    return effect;
  }

  /// The name that is printed and that suppresses it, such as `unknown-keyword`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
