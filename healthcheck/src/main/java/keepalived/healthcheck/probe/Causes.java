package keepalived.healthcheck.probe;

import io.netty.handler.codec.DecoderException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import keepalived.healthcheck.check.ProbeResult;
import keepalived.healthcheck.check.Reason;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;

/// What an error of a socket, or an exception of a channel, says of the peer, or of this host.
final class Causes {

  /// Errors of our own making: the peer is not to blame.
  private static final Set<String> LOCAL =
      Set.of(
          "EMFILE",
          "ENFILE",
          "EADDRNOTAVAIL",
          "EADDRINUSE",
          "ENOBUFS",
          "ENOMEM",
          "EPERM",
          "EACCES",
          "ENODEV");

  /// The same, as Netty's exceptions spell them.
  private static final String[] LOCAL_WORDS = {
    "too many open files",
    "cannot assign requested address",
    "address already in use",
    "no buffer space",
    "cannot allocate memory",
    "operation not permitted",
    "permission denied",
    "no such device"
  };

  private Causes() {}

  static ProbeResult result(LinuxException refused, Reason.Stage stage) {
    return result(refused.errno(), refused.getMessage(), stage);
  }

  /// @param words for a cause of our own: what was refused, and why
  static ProbeResult result(Errno errno, String words, Reason.Stage stage) {
    if (LOCAL.contains(errno.name())) {
      return new ProbeResult.NotRun(words);
    }
    return ProbeResult.failure(
        switch (errno.name()) {
          case "ECONNREFUSED" -> new Reason.Refused();
          case "ENETUNREACH", "EHOSTUNREACH", "ENETDOWN", "EHOSTDOWN", "ENONET" ->
              new Reason.Unreachable(errno.message());
          case "ECONNRESET", "EPIPE" -> new Reason.Reset(stage);
          default -> new Reason.Failed(stage, errno.message());
        });
  }

  static ProbeResult result(Throwable thrown, Reason.Stage stage) {
    var cause =
        thrown instanceof DecoderException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof SSLException) {
      return ProbeResult.failure(new Reason.TlsFailed(message(cause)));
    }
    var text = message(cause).toLowerCase(Locale.ROOT);
    if (cause instanceof BindException || isLocal(text)) {
      return new ProbeResult.NotRun(message(cause));
    }
    return ProbeResult.failure(reason(cause, text, stage));
  }

  private static Reason reason(Throwable cause, String text, Reason.Stage stage) {
    if (cause instanceof NoRouteToHostException) {
      // Netty gives it no words, and makes it of ENETUNREACH and EHOSTUNREACH alike.
      return new Reason.Unreachable("no route to the host or its network");
    }
    if (text.contains("refused")) {
      return new Reason.Refused();
    }
    if (text.contains("unreachable")
        || text.contains("no route")
        || text.contains("host is down")) {
      return new Reason.Unreachable(shortMessage(cause));
    }
    if (text.contains("reset") || text.contains("broken pipe")) {
      return new Reason.Reset(stage);
    }
    return new Reason.Failed(stage, shortMessage(cause));
  }

  private static boolean isLocal(String text) {
    for (var error : LOCAL_WORDS) {
      if (text.contains(error)) {
        return true;
      }
    }
    return false;
  }

  private static String message(Throwable cause) {
    return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }

  /// Without the call in front (`connect(..) failed with error(-113): `) and the address behind.
  private static String shortMessage(Throwable cause) {
    var text = message(cause);
    int colon = text.indexOf("): ");
    if (text.contains("failed") && colon >= 0) {
      text = text.substring(colon + 3);
    }
    int address = text.indexOf(": /");
    return address >= 0 ? text.substring(0, address) : text;
  }
}
