package keepalived.ipvs.kernel;

import keepalived.ipvs.IpvsException;
import keepalived.ipvs.IpvsException.Reason;
import keepalived.ipvs.plan.Command;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;

/// Translates error numbers of the kernel's IPVS. The same number has different meanings for a
/// service, a destination and a daemon (net/netfilter/ipvs/ip_vs_ctl.c).
final class Refusals {

  private Refusals() {}

  /// The object of the refused request.
  enum About {
    SERVICE,
    DESTINATION,
    DAEMON,
    TABLE
  }

  static About about(Command command) {
    return switch (command) {
      case Command.AddService _, Command.EditService _, Command.DeleteService _ -> About.SERVICE;
      case Command.AddDestination _, Command.EditDestination _, Command.DeleteDestination _ ->
          About.DESTINATION;
    };
  }

  static IpvsException of(LinuxException refused, About about) {
    var error = refused.errno().toString();
    var words = refused.detail().isEmpty() ? error : error + ": " + refused.detail();
    return new IpvsException(refused.call(), reason(refused.errno(), about), words);
  }

  private static Reason reason(Errno errno, About about) {
    if (errno.equals(Errno.EEXIST)) {
      return switch (about) {
        case SERVICE, TABLE -> Reason.SERVICE_EXISTS;
        case DESTINATION -> Reason.DESTINATION_EXISTS;
        case DAEMON -> Reason.DAEMON_RUNNING;
      };
    } else if (errno.equals(Errno.ESRCH)) {
      return about == About.DAEMON ? Reason.NO_DAEMON : Reason.NO_SUCH_SERVICE;
    } else if (errno.equals(Errno.ENOENT)) {
      return switch (about) {
        case SERVICE -> Reason.NO_SCHEDULER;
        case DESTINATION -> Reason.NO_SUCH_DESTINATION;
        case DAEMON, TABLE -> Reason.NO_IPVS;
      };
    } else if (errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES)) {
      return Reason.NOT_PERMITTED;
    } else if (errno.equals(Errno.EINVAL)) {
      return Reason.INVALID;
    } else if (errno.number() == ERANGE) {
      return Reason.OUT_OF_RANGE;
    } else if (errno.equals(Errno.EAFNOSUPPORT) || errno.equals(Errno.EOPNOTSUPP)) {
      return Reason.WRONG_FAMILY;
    } else if (errno.equals(Errno.ENODEV)) {
      return about == About.DAEMON ? Reason.NO_INTERFACE : Reason.OTHER;
    } else if (errno.equals(Errno.ENOMEM)) {
      return Reason.NO_MEMORY;
    }
    return Reason.OTHER;
  }

  private static final int ERANGE = 34; // asm-generic/errno-base.h
}
