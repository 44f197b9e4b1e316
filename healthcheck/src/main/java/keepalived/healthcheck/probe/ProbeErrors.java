package keepalived.healthcheck.probe;

import io.netty.handler.codec.DecoderException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;

/// Translates a socket error or a channel's exception into the result of a probe: the peer's
/// failure, or a problem of this host.
public final class ProbeErrors {

  /// Errors caused by this host: they say nothing about the peer.
  private static final Set<String> LOCAL =
      Set.of("EMFILE", "ENFILE", "EADDRNOTAVAIL", "EADDRINUSE", "ENOBUFS", "ENOMEM", "ENODEV");

  /// Errors of connecting or sending when a route (`prohibit`, `blackhole`) or a packet filter
  /// blocks the peer. For other calls these errors mean something else.
  private static final Set<String> BARRED = Set.of("EPERM", "EACCES", "EINVAL");

  private static final Set<String> ON_THE_WAY = Set.of("connect", "sendto", "sendmsg", "recvmsg");

  /// The errors of [#LOCAL] as Netty's exceptions spell them.
  private static final String[] LOCAL_WORDS = {
    "too many open files",
    "cannot assign requested address",
    "address already in use",
    "no buffer space",
    "cannot allocate memory",
    "no such device"
  };

  private static final String[] BARRED_WORDS = {
    "operation not permitted", "permission denied", "invalid argument"
  };

  private ProbeErrors() {}

  public static ProbeResult result(LinuxException refused, FailureReason.Stage stage) {
    var errno = refused.errno();
    if (BARRED.contains(errno.name())) {
      return ON_THE_WAY.contains(refused.call().split("\\(", 2)[0])
          ? ProbeResult.failure(new FailureReason.Unreachable(errno.message()))
          : new ProbeResult.NotRun(refused.getMessage());
    }
    return result(errno, refused.getMessage(), stage);
  }

  /// The result for an error of a socket.
  ///
  /// @param words for an error caused by this host: what was refused, and why
  public static ProbeResult result(Errno errno, String words, FailureReason.Stage stage) {
    if (LOCAL.contains(errno.name())) {
      return new ProbeResult.NotRun(words);
    }
    return ProbeResult.failure(
        switch (errno.name()) {
          case "ECONNREFUSED" -> new FailureReason.Refused();
          case "ENETUNREACH",
              "EHOSTUNREACH",
              "ENETDOWN",
              "EHOSTDOWN",
              "ENONET",
              "EPERM",
              "EACCES",
              "EINVAL" ->
              new FailureReason.Unreachable(errno.message());
          case "ECONNRESET", "EPIPE" -> new FailureReason.Reset(stage);
          default -> new FailureReason.Failed(stage, errno.message());
        });
  }

  public static ProbeResult result(Throwable thrown, FailureReason.Stage stage) {
    var cause =
        thrown instanceof DecoderException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof SSLException) {
      return ProbeResult.failure(new FailureReason.TlsFailed(message(cause)));
    }
    var text = message(cause).toLowerCase(Locale.ROOT);
    if (cause instanceof BindException || contains(text, LOCAL_WORDS)) {
      return new ProbeResult.NotRun(message(cause));
    }
    return ProbeResult.failure(reason(cause, text, stage));
  }

  private static FailureReason reason(Throwable cause, String text, FailureReason.Stage stage) {
    if (cause instanceof NoRouteToHostException) {
      // Netty throws this for ENETUNREACH and EHOSTUNREACH alike, without a message.
      return new FailureReason.Unreachable("no route to the host or its network");
    }
    if (text.contains("refused")) {
      return new FailureReason.Refused();
    }
    if (text.contains("unreachable")
        || text.contains("no route")
        || text.contains("host is down")
        || contains(text, BARRED_WORDS)) {
      return new FailureReason.Unreachable(shortMessage(cause));
    }
    if (text.contains("reset") || text.contains("broken pipe")) {
      return new FailureReason.Reset(stage);
    }
    return new FailureReason.Failed(stage, shortMessage(cause));
  }

  private static boolean contains(String text, String... words) {
    return Stream.of(words).anyMatch(text::contains);
  }

  private static String message(Throwable cause) {
    return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }

  /// The message without the call before it (`connect(..) failed with error(-113): `) and the
  /// address after it.
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
