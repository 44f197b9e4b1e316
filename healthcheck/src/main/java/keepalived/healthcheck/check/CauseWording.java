package keepalived.healthcheck.check;

import keepalived.core.config.Check;
import keepalived.healthcheck.check.Wording.Subject;

/// keepalived's words for why a probe failed, by protocol.
final class CauseWording {

  private CauseWording() {}

  static String web(Reason reason) {
    return switch (reason) {
      case Reason.TimedOut(var stage, _) ->
          switch (stage) {
            case CONNECT -> "Timeout connecting";
            case TLS -> "SSL handshake/communication error connecting to";
            case SEND -> "Timeout WEB write";
            case BODY -> "Timeout HTTP read";
            case RESPONSE, GREETING, HELO, QUIT, RUN -> "Timeout WEB read";
          };
      case Reason.Refused _, Reason.Unreachable _ -> "Error connecting";
      case Reason.Reset(var stage) ->
          stage == Reason.Stage.CONNECT ? "Error connecting" : "Read error with";
      case Reason.Failed(var stage, _) ->
          stage == Reason.Stage.SEND ? "Cannot send get request to" : "Read error with";
      case Reason.NoData _ -> "Read, no data received from";
      case Reason.DigestMismatch _ -> "MD5 digest error to";
      case Reason.NoMatch _ -> "Regex match failed";
      case Reason.TlsFailed _ -> "SSL handshake/communication error connecting to";
      case Reason.Answer _ -> "HTTP status code error to";
      case Reason.Local _ -> "Connection failed";
    };
  }

  static String smtp(Check.SmtpCheck smtp, Subject subject, Reason reason) {
    var target = smtp.connection().target();
    return switch (reason) {
      case Reason.TimedOut(var stage, _) ->
          switch (stage) {
            case CONNECT -> "Connection timeout to server " + target;
            case SEND -> "Write timeout to server " + target;
            case TLS, RESPONSE, BODY, GREETING, HELO, QUIT, RUN ->
                "Read timeout from server " + target;
          };
      case Reason.Refused _ -> "Could not connect to server " + target;
      case Reason.Unreachable _ ->
          "Network unreachable for server " + target + " - real server " + subject.server();
      case Reason.Reset _, Reason.NoData _, Reason.Failed _ -> "Read failure from server " + target;
      case Reason.UnexpectedReply(var stage, _) ->
          stage == Reason.Stage.HELO
              ? "Bad HELO response from server " + target
              : "Bad greeting banner from server " + target;
      case Reason.Answer _, Reason.Local _ -> "Unknown connection error to server " + target;
    };
  }

  static String dns(Subject subject, Reason reason) {
    return switch (reason) {
      case Reason.TimedOut _ -> "read timeout from socket";
      case Reason.Refused _ -> "failed to read socket; errno 111 (Connection refused)";
      case Reason.Unreachable _ -> "network unreachable for " + subject.server();
      case Reason.Failed(var stage, var error) ->
          stage == Reason.Stage.SEND
              ? "failed to write socket."
              : "failed to read socket; " + error;
      case Reason.ErrorCode(int code) -> "read error occurred. (rcode = " + code + ")";
      case Reason.Transport _, Reason.Answer _, Reason.Local _ -> "connection error.";
    };
  }
}
