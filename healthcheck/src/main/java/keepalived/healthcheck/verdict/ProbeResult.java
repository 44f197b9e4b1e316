package keepalived.healthcheck.verdict;

import java.util.OptionalInt;

/// The result of one attempt of a probe.
public sealed interface ProbeResult {

  /// @param weight the weight that the probe gives the server, if any
  /// @param detail for the status: `status 200, 512 bytes`
  record Success(OptionalInt weight, String detail) implements ProbeResult {}

  record Failure(FailureReason reason) implements ProbeResult {}

  /// The probe could not run for a reason on this host (no file descriptor, source address not yet
  /// configured). It says nothing about the server and is retried.
  record NotRun(String why) implements ProbeResult {}

  static ProbeResult success(String detail) {
    return new Success(OptionalInt.empty(), detail);
  }

  static ProbeResult failure(FailureReason reason) {
    return new Failure(reason);
  }
}
