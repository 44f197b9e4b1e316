package keepalived.vrrp.machine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.iproute.VirtualAddress;
import keepalived.core.log.Level;
import keepalived.core.log.LogId;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.vrrp.machine.FaultCondition.Kind;

/// The VRRP log lines of keepalived 2.2.7, word for word, because operators and their tools search
/// for them. [OwnLines] has lines of our own, `advert.RefusalTexts` those about refused adverts.
///
/// Lines that other routers can trigger at any rate have a [LogId]: the engine limits their rate.
/// The lines of a takeover are concatenated: they come between a deadline and its advert, where the
/// first use of a `Formatter` takes a millisecond.
public final class OriginalLines {

  /// An address that the kernel added or removed; logged at INFO with `-a`.
  public static final LogId ADDRESS_EVENT = new LogId("address event");

  private static final LogId PRIORITY_ZERO = new LogId("priority 0");
  private static final LogId LOWER_PRIORITY = new LogId("lower priority");
  private static final LogId PREEMPT_DELAY = new LogId("preempt delay");
  private static final LogId MASTER = new LogId("master");
  private static final LogId INTERVAL = new LogId("interval");
  private static final LogId OWN_ADDRESS = new LogId("own address");
  private static final LogId TWO_OWNERS = new LogId("two owners");
  private static final LogId UNKNOWN_VRID = new LogId("unknown VRID");

  private OriginalLines() {}

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

  // State transitions.

  static LogLine entering(String name, String state) {
    return new LogLine(Part.VRRP, Level.INFO, "(" + name + ") Entering " + state + " STATE");
  }

  static LogLine enteringFirst(String name, String state) {
    return info("(%s) Entering %s STATE (init)", name, state);
  }

  /// The wording depends on the kind of the cause.
  public static LogLine fault(VrrpInstance config, FaultCondition condition) {
    var name = config.name();
    var subject = condition.subject();
    return switch (condition.kind()) {
      case INTERFACE_DOWN, BASE_INTERFACE_DOWN, INTERFACE ->
          info("(%s): entering FAULT state (interface %s down)", name, subject);
      case SCRIPT -> info("(%s): entering FAULT state due to script %s", name, subject);
      case FILE -> info("(%s): tracked file %s now FAULT state", name, subject);
      case NO_SOURCE_ADDRESS, NO_PEER, PROCESS, BFD, CANNOT_SEND, CONFIGURATION -> {
        boolean colon = condition.kind() == Kind.NO_SOURCE_ADDRESS && !subject.isEmpty();
        yield info(
            "(%s)%s entering FAULT state (%s)",
            name, colon ? ":" : "", condition.text(config.family()));
      }
    };
  }

  static LogLine fileLeavesFault(String name, String file) {
    return info("(%s): tracked file %s leaving FAULT state", name, file);
  }

  public static LogLine delayed(Duration delay) {
    var seconds = BigDecimal.valueOf(delay.toMillis(), 3).stripTrailingZeros().toPlainString();
    return info("Delaying startup for %s seconds", seconds);
  }

  public static LogLine syncing(String group, String state) {
    return info("VRRP_Group(%s) Syncing instances to %s state", group, state);
  }

  public static LogLine effectivePriority(String name, int before, int after) {
    return info("(%s) Changing effective priority from %d to %d", name, before, after);
  }

  static LogLine timeout(String name) {
    return new LogLine(Part.VRRP, Level.DETAIL, "(" + name + ") Receive advertisement timeout");
  }

  public static LogLine sentZero(String name) {
    return detail("(%s) sent 0 priority", name);
  }

  static LogLine stalled(String name, Duration late) {
    return warning(
        "(%s) VRRP thread timer expired %d.%06d seconds ago",
        name, late.toSeconds(), late.toNanosPart() / 1000);
  }

  // Resources of a master.

  /// The lines of entering MASTER, in the order in which resources are added.
  static List<LogLine> setting(VrrpInstance config) {
    var lines = new ArrayList<LogLine>();
    for (var what : resources(config)) {
      lines.add(moving(config, "setting", what));
    }
    return lines;
  }

  /// The lines of leaving MASTER, in the order in which resources are removed.
  static List<LogLine> removing(VrrpInstance config) {
    var rank = List.of("Virtual Rules", "Virtual Routes", "VIPs.", "E-VIPs.", "firewall drop rule");
    return rank.stream()
        .filter(resources(config)::contains)
        .map(what -> moving(config, "removing", what))
        .toList();
  }

  /// Logged at start for the addresses that an earlier run may have left.
  static LogLine removingAddresses(VrrpInstance config) {
    return moving(config, "removing", "VIPs.");
  }

  private static List<String> resources(VrrpInstance config) {
    var resources = new ArrayList<String>();
    if (config.refuses()) {
      resources.add("firewall drop rule");
    }
    if (!config.addresses().isEmpty()) {
      resources.add("VIPs.");
    }
    if (!config.excluded().isEmpty()) {
      resources.add("E-VIPs.");
    }
    if (!config.routes().isEmpty()) {
      resources.add("Virtual Routes");
    }
    if (!config.rules().isEmpty()) {
      resources.add("Virtual Rules");
    }
    return resources;
  }

  private static LogLine moving(VrrpInstance config, String verb, String what) {
    return new LogLine(Part.VRRP, Level.DETAIL, "(" + config.name() + ") " + verb + " " + what);
  }

  /// A reload removed an address of a master.
  public static LogLine addressNoLongerExists(VrrpInstance config, VirtualAddress address) {
    var device = address.interfaceName().or(config::interfaceName).orElse("");
    return info(
        "(%s) ip address %s dev %s, no longer exist", config.name(), address.prefix(), device);
  }

  // Adverts of other routers.

  static LogLine backupHeardZero(String name) {
    return detail("(%s) Backup received priority 0 advertisement", name).with(PRIORITY_ZERO);
  }

  static LogLine masterHeardZero(String name) {
    return detail("(%s) Master received priority 0 message", name).with(PRIORITY_ZERO);
  }

  static LogLine discardingLower(String name, int priority, IpAddress source) {
    return info(
            "(%s) received lower priority (%d) advert from %s - discarding", name, priority, source)
        .with(LOWER_PRIORITY);
  }

  static LogLine preemptDelayStarted(String name, Duration delay) {
    return info(
            "(%s) start preempt delay (%d.%06d)",
            name, delay.toSeconds(), delay.toNanosPart() / 1000)
        .with(PREEMPT_DELAY);
  }

  static LogLine preemptDelayStopped(String name) {
    return info("(%s) stop preempt delay", name).with(PREEMPT_DELAY);
  }

  static LogLine masterSet(String name, IpAddress master) {
    return detail("(%s) master set to %s", name, master);
  }

  static LogLine masterChanged(String name, IpAddress before, IpAddress after) {
    return detail("(%s) master changed from %s to %s", name, before, after).with(MASTER);
  }

  static LogLine intervalLearned(String name, Duration before, Duration after) {
    return detail(
            "(%s) advertisement interval updated from %dms to %dms by master",
            name, before.toMillis(), after.toMillis())
        .with(INTERVAL);
  }

  static LogLine intervalOurs(String name, Duration before, Duration after) {
    return detail(
        "(%s) changing advert interval from %dms to locally configured %dms",
        name, before.toMillis(), after.toMillis());
  }

  static LogLine heardLower(ElectionInput input, int priority, IpAddress source, boolean answered) {
    return info(
            "(%s) Received advert from %s with lower priority %d, ours %d%s",
            input.name(),
            source,
            priority,
            input.priority(),
            answered ? ", forcing new election" : "")
        .with(LOWER_PRIORITY);
  }

  static LogLine heardHigher(ElectionInput input, int priority, IpAddress source) {
    return priority == input.priority()
        ? info(
            "(%s) Master received advert from %s with same priority %d but higher IP address than"
                + " ours",
            input.name(), source, priority)
        : info(
            "(%s) Master received advert from %s with higher priority %d, ours %d",
            input.name(), source, priority, input.priority());
  }

  static LogLine ownAddress(String name) {
    return warning(
            "(%s) WARNING - equal priority advert received from remote host with our IP address.",
            name)
        .with(OWN_ADDRESS);
  }

  static LogLine twoOwners(String name, IpAddress other) {
    return warning(
            "(%s) CONFIGURATION ERROR: local instance and %s are both configured as address owner,"
                + " please resolve",
            name, other)
        .with(TWO_OWNERS);
  }

  public static LogLine unknownVrid(int vrid, String interfaceName) {
    return info("Unknown VRID(%d) received on interface(%s). ignoring...", vrid, interfaceName)
        .with(UNKNOWN_VRID);
  }

  // Interfaces and the kernel.

  public static LogLine delayCancelled(String interfaceName) {
    return info("Delay timer for %s cancelled", interfaceName);
  }

  public static LogLine linkReported(String interfaceName, boolean up) {
    return info("Netlink reports %s %s", interfaceName, up ? "up" : "down");
  }

  public static LogLine interfaceAdded(String name) {
    return detail("Interface %s added", name);
  }

  public static LogLine interfaceDeleted(String name) {
    return detail("Interface %s deleted", name);
  }

  /// @param change `added to` or `removed from`
  /// @param used whether the configuration names the interface; other lines need `-D -D`
  public static LogLine addressEvent(
      IpAddress address, String change, String interfaceName, boolean used) {
    return line(
            used ? Level.DETAIL : Level.DEBUG,
            "Netlink reflector reports IP %s %s %s",
            address,
            change,
            interfaceName)
        .with(ADDRESS_EVENT);
  }

  public static LogLine cannotSend(String name, IpAddress destination, String reason) {
    return info("(%s) Cant send advert to %s (%s)", name, destination, reason);
  }

  public static LogLine announcementsQueued(String name, IpPrefix address, String interfaceName) {
    var what =
        address.family() == Family.IPV4 ? "gratuitous ARPs" : "Unsolicited Neighbour Adverts";
    return detail(
        "(%s) Sending/queueing %s on %s for %s", name, what, interfaceName, address.address());
  }

  public static LogLine announcementSent(IpAddress address, String interfaceName) {
    return detail("Sending %s on %s for %s", announcement(address), interfaceName, address);
  }

  /// The kind of packet that announces an address.
  static String announcement(IpAddress address) {
    return address.family() == Family.IPV4 ? "gratuitous ARP" : "unsolicited Neighbour Advert";
  }

  public static LogLine virtualMacCreated(String name, String link) {
    return info("(%s): Success creating VMAC interface %s", name, link);
  }

  public static LogLine virtualMacNotCreated(String name, String link, String reason) {
    return warning("(%s): Unable to create VMAC interface %s: %s", name, link, reason);
  }

  public static LogLine virtualMacRemoved(String name, String link) {
    return info("(%s) Success removing VMAC interface %s", name, link);
  }

  public static LogLine virtualMacNotRemoved(String name, String link, String reason) {
    return warning("(%s) Error removing VMAC interface %s: %s", name, link, reason);
  }

  /// @param where `multicast, address(224.0.0.18)`
  public static LogLine socketOpened(int link, String family, int protocol, int fd, String where) {
    return detail(
        "VRRP sockpool: [ifindex(%3d), family(%s), proto(%d), fd(%d,%d) %s]",
        link, family, protocol, fd, fd, where);
  }
}
