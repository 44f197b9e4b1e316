package keepalived.healthcheck.verdict;

import java.util.OptionalInt;

/// How one attempt of a probe ended.
public sealed interface ProbeResult {

  /// @param weight the weight the probe gives the server, where it gives one
  /// @param detail what was seen, for status: `status 200, 512 bytes`
  record Success(OptionalInt weight, String detail) implements ProbeResult {}

  record Failure(FailureReason reason) implements ProbeResult {}

  /// The probe could not be made for a cause of our own (no descriptor left, source address not
  /// ours yet): says nothing of the server, and is tried again.
  record NotRun(String why) implements ProbeResult {}

  static ProbeResult success(String detail) {
    return new Success(OptionalInt.empty(), detail);
  }

  static ProbeResult failure(FailureReason reason) {
    return new Failure(reason);
  }
}
