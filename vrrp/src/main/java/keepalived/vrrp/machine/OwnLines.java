package keepalived.vrrp.machine;

import java.time.Duration;
import keepalived.core.config.VrrpInstance;
import keepalived.core.log.Level;
import keepalived.core.log.LogId;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import keepalived.core.net.IpAddress;

/// The VRRP log lines that keepalived 2.2.7 lacks. [OriginalLines] has the others.
public final class OwnLines {

  /// The line after each change of state.
  public static final LogId CAUSE = new LogId("cause of a transition");

  private OwnLines() {}

  private static LogLine line(Level level, String format, Object... values) {
    return new LogLine(Part.VRRP, level, format.formatted(values));
  }

  private static LogLine info(String format, Object... values) {
    return line(Level.INFO, format, values);
  }

  private static LogLine detail(String format, Object... values) {
    return line(Level.DETAIL, format, values);
  }

  private static LogLine warning(String format, Object... values) {
    return line(Level.WARNING, format, values);
  }

  // Elections.

  /// Follows the original's line about a new state.
  public static LogLine cause(String name, String why) {
    return info("(%s) cause: %s", name, why).with(CAUSE);
  }

  /// One cause of a fault is gone; others may remain.
  static LogLine faultGone(VrrpInstance config, FaultCondition condition) {
    return condition.kind() == FaultCondition.Kind.FILE
        ? OriginalLines.fileLeavesFault(config.name(), condition.subject())
        : detail("(%s) no longer: %s", config.name(), condition.text(config.family()));
  }

  public static LogLine zeroNotSent(String name, String reason) {
    return info("(%s) could not send 0 priority: %s", name, reason);
  }

  static LogLine priorityRestored(String name) {
    return info("(%s) Restoring our priority to 255", name);
  }

  static LogLine priorityLowered(String name) {
    return info("(%s) Reducing our priority to 254 until the other owner is gone", name);
  }

  /// After a stall.
  static LogLine listeningAgain(String name, Duration wait) {
    return info(
        "(%s) listening for %d ms, another router may have become master", name, wait.toMillis());
  }

  static LogLine noOtherMaster(String name) {
    return info("(%s) no other master after the stall, staying MASTER", name);
  }

  static LogLine rivalGone(String name, IpAddress rival) {
    return info("(%s) %s no longer advertises; announcing our addresses again", name, rival);
  }

  /// @param deed the event and the repair: `10.0.0.100/24 was removed by another program, restored
  ///   it`
  public static LogLine restored(String name, String deed, long times) {
    return warning("(%s) %s (%d times so far)", name, deed, times);
  }

  public static LogLine staticRestored(String what, long times) {
    return info("Restoring deleted static %s (%d times so far)", what, times);
  }

  /// Replaces the lines that the rate limit suppressed.
  public static LogLine heldBack(LogLine last, long others, Duration window) {
    return line(
        last.level(), "%s (and %d more like it in %d s)", last.text(), others, window.toSeconds());
  }

  // Sockets and announcements.

  public static LogLine cannotReceive(String interfaceName, String reason) {
    return warning("cannot receive VRRP on %s: %s", interfaceName, reason);
  }

  public static LogLine receiveFailed(String reason) {
    return detail("receiving VRRP failed: %s", reason);
  }

  public static LogLine announcementFailed(IpAddress address, String interfaceName, String reason) {
    return info("Error sending announcement on %s for %s: %s", interfaceName, address, reason);
  }

  public static LogLine noRoomForAnnouncement(IpAddress address, String interfaceName) {
    return info(
        "Send buffer full, not sent: %s on %s for %s",
        OriginalLines.announcement(address), interfaceName, address);
  }

  // Interfaces and the kernel.

  public static LogLine virtualMacStaysDown(String link, String reason) {
    return warning("VMAC interface %s is down and cannot be set up: %s", link, reason);
  }

  public static LogLine virtualMacCannotFollow(String name, String link, String reason) {
    return warning(
        "(%s): VMAC interface %s cannot follow its base interface: %s", name, link, reason);
  }

  public static LogLine virtualMacGone(String name, String link, String base) {
    return warning(
        "(%s) VMAC interface %s was removed with its base interface %s", name, link, base);
  }

  public static LogLine linksUnreadable(String reason) {
    return warning("Netlink: links and addresses cannot be read: %s", reason);
  }

  public static LogLine linksIgnored(int count) {
    return detail("Netlink: %d links and addresses of unknown kinds are ignored", count);
  }

  public static LogLine netlinkError(String reason) {
    return warning("Netlink: error: %s", reason);
  }

  public static LogLine netlinkErrorRetried(String reason) {
    return warning("Netlink: error: %s (will be retried)", reason);
  }

  public static LogLine settingRefused(String setting, int value, String reason) {
    return warning("cannot set %s to %d: %s", setting, value, reason);
  }

  public static LogLine removalUnsafe(String setting, String reason) {
    return warning(
        "cannot set %s (%s): when an address is removed, the kernel may remove others of its"
            + " network",
        setting, reason);
  }

  public static LogLine nftablesMissing() {
    return warning(
        "no_accept and use_vmac need libnftables, which is not installed: addresses will"
            + " answer, group reports leave with virtual MAC addresses");
  }

  public static LogLine nftablesRefused(String reason) {
    return warning("nftables: %s", reason);
  }

  public static LogLine nftablesRetried(String reason) {
    return warning("nftables: %s: the change will be retried", reason);
  }

  public static LogLine nftablesUnwatched(String reason) {
    return detail("nftables: %s", reason);
  }

  public static LogLine nftablesReplaced(String table) {
    return warning("nftables: table %s differed from our last version, replaced it", table);
  }

  public static LogLine nftablesRestored(String table) {
    return warning("nftables: table %s was changed by another program, restored it", table);
  }
}
