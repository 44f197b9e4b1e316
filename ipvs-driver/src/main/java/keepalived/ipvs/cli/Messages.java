package keepalived.ipvs.cli;

import keepalived.ipvs.IpvsException;

/// Refusals in the words of ipvsadm, because scripts look for them.
final class Messages {

  private Messages() {}

  /// The kind of object that was edited: the message for a missing service differs when a
  /// destination was edited.
  enum About {
    SERVER,
    OTHER
  }

  static String of(IpvsException failure, About about) {
    return switch (failure.reason()) {
      case SERVICE_EXISTS -> "Service already exists";
      case NO_SUCH_SERVICE -> about == About.SERVER ? "Service not defined" : "No such service";
      case DESTINATION_EXISTS -> "Destination already exists";
      case NO_SUCH_DESTINATION -> "No such destination";
      case NO_SCHEDULER -> "Scheduler or persistence engine not found";
      case DAEMON_RUNNING -> "Daemon has already run";
      case NO_DAEMON -> "No daemon is running";
      case NO_INTERFACE -> "No such device";
      case OUT_OF_RANGE -> "Numerical result out of range";
      case INVALID -> "Invalid operation.  Possibly wrong module version, address not unicast, ...";
      case WRONG_FAMILY -> "Operation not supported with specified address family";
      case NOT_PERMITTED -> "Permission denied (you must be root)";
      case NO_MEMORY -> "Memory allocation problem";
      case NO_IPVS, OTHER -> failure.getMessage();
    };
  }
}
