package keepalived.healthcheck.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which errors are the server's failure, and which are only a problem of this host.
class ProbeErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "connect(x),EPERM,unreachable",
    "connect(x),EACCES,unreachable",
    "connect(x),EINVAL,unreachable",
    "sendto(x),EPERM,unreachable",
    "sendto(x),EACCES,unreachable",
    "sendto(x),EINVAL,unreachable",
    "sendto(x),ENETUNREACH,unreachable",
    "sendto(x),EHOSTUNREACH,unreachable",
    "recvmsg(x),EHOSTUNREACH,unreachable",
    "recvmsg(x),ECONNREFUSED,refused",
    "connect(x),ENETDOWN,unreachable",
    "setsockopt(SO_MARK),EPERM,not run",
    "socket(raw ICMP),EPERM,not run",
    "bind(x),EACCES,not run",
    "bind(x),EADDRINUSE,not run",
    "bind(x),EADDRNOTAVAIL,not run",
    "connect(x),EADDRNOTAVAIL,not run",
    "socket(x),EMFILE,not run",
    "socket(x),ENFILE,not run",
    "socket(x),ENOMEM,not run",
    "sendto(x),ENOBUFS,not run",
    "setsockopt(SO_BINDTODEVICE),ENODEV,not run"
  })
  void table(String call, String errno, String expected) {
    var refused = new LinuxException(call, named(errno));
    assertEquals(expected, word(ProbeErrors.result(refused, FailureReason.Stage.SEND)));
  }

  private static Errno named(String name) {
    for (int number = 1; ; number++) {
      if (Errno.of(number).name().equals(name)) {
        return Errno.of(number);
      }
    }
  }

  private static String word(ProbeResult result) {
    return switch (result) {
      case ProbeResult.NotRun _ -> "not run";
      case ProbeResult.Failure(FailureReason.Unreachable _) -> "unreachable";
      case ProbeResult.Failure(FailureReason.Refused _) -> "refused";
      default -> result.toString();
    };
  }
}
