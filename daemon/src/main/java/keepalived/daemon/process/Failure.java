package keepalived.daemon.process;

import java.util.concurrent.CompletionException;
import keepalived.linux.libc.LinuxException;

/// Describes exceptions for people.
public final class Failure {

  private Failure() {}

  /// One line about the root cause: for a class that cannot be initialised, the reason instead of
  /// the class.
  public static String sentence(Throwable error) {
    var cause = error;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String what = cause.getMessage();
    boolean plain =
        cause instanceof LinuxException
            || cause instanceof IllegalArgumentException
            || cause instanceof CompletionException;
    return what == null ? cause.toString() : plain ? what : named(cause, what);
  }

  private static String named(Throwable cause, String what) {
    return cause.getClass().getSimpleName() + ": " + what;
  }
}
