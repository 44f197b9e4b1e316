package keepalived.healthcheck.verdict;

import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.Wording.Subject;

/// keepalived's words for why a probe failed, by protocol.
final class CauseWording {

  private CauseWording() {}

  static String web(FailureReason reason) {
    return switch (reason) {
      case FailureReason.TimedOut(var stage, _) ->
          switch (stage) {
            case CONNECT -> "Timeout connecting";
            case TLS -> "SSL handshake/communication error connecting to";
            case SEND -> "Timeout WEB write";
            case BODY -> "Timeout HTTP read";
            case RESPONSE, GREETING, HELO, QUIT, RUN -> "Timeout WEB read";
          };
      case FailureReason.Refused _, FailureReason.Unreachable _ -> "Error connecting";
      case FailureReason.Reset(var stage) ->
          stage == FailureReason.Stage.CONNECT ? "Error connecting" : "Read error with";
      case FailureReason.Failed(var stage, _) ->
          stage == FailureReason.Stage.SEND ? "Cannot send get request to" : "Read error with";
      case FailureReason.NoData _ -> "Read, no data received from";
      case FailureReason.DigestMismatch _ -> "MD5 digest error to";
      case FailureReason.NoMatch _ -> "Regex match failed";
      case FailureReason.TlsFailed _ -> "SSL handshake/communication error connecting to";
      case FailureReason.Answer _ -> "HTTP status code error to";
      case FailureReason.Local _ -> "Connection failed";
    };
  }

  static String smtp(Check.SmtpCheck smtp, Subject subject, FailureReason reason) {
    var target = smtp.connection().target();
    return switch (reason) {
      case FailureReason.TimedOut(var stage, _) ->
          switch (stage) {
            case CONNECT -> "Connection timeout to server " + target;
            case SEND -> "Write timeout to server " + target;
            case TLS, RESPONSE, BODY, GREETING, HELO, QUIT, RUN ->
                "Read timeout from server " + target;
          };
      case FailureReason.Refused _ -> "Could not connect to server " + target;
      case FailureReason.Unreachable _ ->
          "Network unreachable for server " + target + " - real server " + subject.server();
      case FailureReason.Reset _, FailureReason.NoData _, FailureReason.Failed _ ->
          "Read failure from server " + target;
      case FailureReason.UnexpectedReply(var stage, _) ->
          stage == FailureReason.Stage.HELO
              ? "Bad HELO response from server " + target
              : "Bad greeting banner from server " + target;
      case FailureReason.Answer _, FailureReason.Local _ ->
          "Unknown connection error to server " + target;
    };
  }

  static String dns(Subject subject, FailureReason reason) {
    return switch (reason) {
      case FailureReason.TimedOut _ -> "read timeout from socket";
      case FailureReason.Refused _ -> "failed to read socket; errno 111 (Connection refused)";
      case FailureReason.Unreachable _ -> "network unreachable for " + subject.server();
      case FailureReason.Failed(var stage, var error) ->
          stage == FailureReason.Stage.SEND
              ? "failed to write socket."
              : "failed to read socket; " + error;
      case FailureReason.ErrorCode(int code) -> "read error occurred. (rcode = " + code + ")";
      case FailureReason.Transport _, FailureReason.Answer _, FailureReason.Local _ ->
          "connection error.";
    };
  }
}
