package keepalived.healthcheck.verdict;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import keepalived.core.config.Check.CodeRange;

/// Why a probe failed.
public sealed interface FailureReason {

  /// The connection to the peer failed.
  sealed interface Transport extends FailureReason {}

  /// The peer answered, but not as configured.
  sealed interface Answer extends FailureReason {}

  /// A source on this host reported the failure.
  sealed interface Local extends FailureReason {}

  /// How far the probe got.
  enum Stage {
    CONNECT("connecting"),
    TLS("the TLS handshake"),
    SEND("sending"),
    RESPONSE("waiting for an answer"),
    BODY("reading the answer"),
    GREETING("waiting for the greeting"),
    HELO("waiting for the answer to HELO"),
    QUIT("waiting for the answer to QUIT"),
    RUN("running");

    private final String words;

    Stage(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  record Refused() implements Transport {}

  /// @param error as the system words it: `No route to host`
  record Unreachable(String error) implements Transport {}

  record TimedOut(Stage stage, Duration after) implements Transport {}

  record Reset(Stage stage) implements Transport {}

  /// The peer closed the connection before it sent data.
  record NoData() implements Transport {}

  record Malformed(String what) implements Answer {}

  record StatusMismatch(int status, List<CodeRange> accepted) implements Answer {
    public StatusMismatch {
      accepted = List.copyOf(accepted);
    }
  }

  record DigestMismatch(String found, String expected) implements Answer {}

  /// @param why `no match`, `matches, but must not`, `regex took too long`
  record NoMatch(String pattern, String why) implements Answer {}

  record TlsFailed(String what) implements Answer {}

  /// @param reply the first line received
  record UnexpectedReply(Stage stage, String reply) implements Answer {}

  /// A DNS answer with an error.
  record ErrorCode(int code) implements Answer {}

  /// A datagram was received that does not match the configuration.
  record WrongReply(String what) implements Answer {}

  record Exited(int status) implements Local {}

  record Killed(int signal) implements Local {}

  record Failed(Stage stage, String error) implements Transport {}

  /// A tracked file means down.
  record FileSaysDown(long value) implements Local {}

  record SessionDown(String session) implements Local {}

  /// The reason for people to read: what was expected, what was found.
  default String text() {
    return switch (this) {
      case Refused() -> "connection refused";
      case Unreachable(var error) -> "not reachable: " + error;
      case TimedOut(var stage, var after) ->
          "timed out after " + after.toMillis() + " ms " + stage.words();
      case Reset(var stage) -> "connection reset while " + stage.words();
      case NoData() -> "closed the connection without an answer";
      case Malformed(var what) -> "malformed answer: " + what;
      case StatusMismatch(int status, var accepted) ->
          "status " + status + ", expected " + ranges(accepted);
      case DigestMismatch(var found, var expected) -> "digest " + found + ", expected " + expected;
      case NoMatch(var pattern, var why) -> "pattern \"" + pattern + "\": " + why;
      case TlsFailed(var what) -> "TLS: " + what;
      case UnexpectedReply(var stage, var reply) ->
          "unexpected reply while " + stage.words() + ": " + reply;
      case ErrorCode(int code) -> "answer with error code " + code;
      case WrongReply(var what) -> "wrong reply: " + what;
      case Exited(int status) -> "exited with status " + status;
      case Killed(int signal) -> "killed by signal " + signal;
      case Failed(var stage, var error) -> error + " while " + stage.words();
      case FileSaysDown(long value) -> "the file says " + value;
      case SessionDown(var session) -> "BFD session " + session + " is down";
    };
  }

  private static String ranges(List<CodeRange> ranges) {
    return ranges.stream()
        .map(r -> r.first() == r.last() ? Integer.toString(r.first()) : r.first() + "-" + r.last())
        .collect(Collectors.joining(", "));
  }
}
