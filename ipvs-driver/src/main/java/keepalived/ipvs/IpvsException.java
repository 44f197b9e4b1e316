package keepalived.ipvs;

/// IPVS refused a request or is missing; the message has the request and the reason.
public final class IpvsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The reason of the refusal. The kernel uses one error number for several reasons; the request
  /// decides which one is meant.
  public enum Reason {
    SERVICE_EXISTS("a service of this address or mark exists"),
    NO_SUCH_SERVICE("there is no such service"),
    DESTINATION_EXISTS("the service has this destination already"),
    NO_SUCH_DESTINATION("the service has no such destination"),
    NO_SCHEDULER("the scheduler or persistence engine is not in this kernel"),
    DAEMON_RUNNING("a sync daemon of this role is running"),
    NO_DAEMON("no sync daemon of this role is running"),
    NO_INTERFACE("there is no such interface"),
    OUT_OF_RANGE("the lower threshold is above the upper one"),
    INVALID(
        "the kernel does not take these values (not a unicast address, tunnel options it does not"
            + " know, sync daemons together with mixed address families)"),
    WRONG_FAMILY("the address family does not fit, or the kernel's IPVS has no IPv6"),
    NOT_PERMITTED("this needs the capability CAP_NET_ADMIN"),
    NO_MEMORY("the kernel is out of memory"),
    NO_IPVS("the kernel has no IPVS (module ip_vs)"),
    OTHER("");

    private final String explanation;

    Reason(String explanation) {
      this.explanation = explanation;
    }

    public String explanation() {
      return explanation;
    }
  }

  private final Reason reason;
  private final String error;

  /// @param asked the request: `add service [10.0.0.5]:tcp:80`
  /// @param error the kernel's error as operators know it: `EEXIST (File exists)`, or empty
  public IpvsException(String asked, Reason reason, String error) {
    super(message(asked, reason, error));
    this.reason = reason;
    this.error = error;
  }

  private static String message(String asked, Reason reason, String error) {
    var explanation = reason.explanation();
    if (explanation.isEmpty() || error.isEmpty()) {
      return asked + ": " + explanation + error;
    }
    return asked + ": " + explanation + ", " + error;
  }

  public Reason reason() {
    return reason;
  }

  public String error() {
    return error;
  }
}
