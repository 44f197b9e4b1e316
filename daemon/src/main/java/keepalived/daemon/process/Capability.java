package keepalived.daemon.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings.Scheduling;
import keepalived.core.log.Part;

/// The capabilities that we use (capabilities(7)), the feature that needs each, and what fails
/// without it.
public enum Capability {
  NET_ADMIN(
      12,
      "virtual addresses, routes, rules and the IPVS table",
      "none of them can be set",
      c -> hasVrrp(c) || hasLvs(c)),
  NET_RAW(
      13,
      "VRRP adverts, gratuitous ARP and PING_CHECK",
      "no adverts, no announcements, no ping checks",
      Capability::hasVrrp),
  SETUID(7, "scripts run as another user", "such scripts fail", Capability::hasScripts),
  SETGID(6, "scripts run with another group", "such scripts fail", Capability::hasScripts),
  KILL(5, "ending scripts of another user", "overdue scripts keep running", Capability::hasScripts),
  SYS_NICE(
      23,
      "real-time priority, nice values and CPU affinity",
      "normal scheduling",
      c -> scheduled(c) || c.global().process().maxAutoPriority() > 0),
  IPC_LOCK(14, "locking memory", "memory may be swapped out", Capability::locksMemory),
  SYS_MODULE(16, "loading ip_vs", "ip_vs must be loaded before", Capability::hasLvs),
  SYS_ADMIN(
      21,
      "entering a network namespace",
      "the namespace cannot be entered",
      c -> c.global().process().netNamespace().isPresent());

  private final int bit;
  private final String feature;
  private final String without;
  private final Predicate<Config> needed;

  Capability(int bit, String feature, String without, Predicate<Config> needed) {
    this.bit = bit;
    this.feature = feature;
    this.without = without;
    this.needed = needed;
  }

  /// The capabilities that this process currently has.
  public static Set<Capability> held() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("CapEff:")) {
          return of(Long.parseUnsignedLong(line.substring(7).strip(), 16));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return EnumSet.noneOf(Capability.class);
  }

  static Set<Capability> of(long mask) {
    var held = EnumSet.noneOf(Capability.class);
    for (var capability : values()) {
      if ((mask & (1L << capability.bit)) != 0) {
        held.add(capability);
      }
    }
    return held;
  }

  /// The capabilities that a configuration needs and that are missing.
  public static Set<Capability> missing(Config config, Set<Capability> held) {
    var missing = EnumSet.noneOf(Capability.class);
    for (var capability : values()) {
      if (!held.contains(capability) && capability.needed.test(config)) {
        missing.add(capability);
      }
    }
    return missing;
  }

  /// `CAP_NET_RAW is missing: no adverts, ... (needed for ...)`.
  public String complaint() {
    return "CAP_" + name() + " is missing: " + without + " (needed for " + feature + ")";
  }

  private static boolean hasVrrp(Config config) {
    return !config.vrrp().instances().isEmpty();
  }

  private static boolean hasLvs(Config config) {
    return !config.lvs().virtualServers().isEmpty();
  }

  /// Whether any script is configured: for notifications, as a tracker, or as a check.
  private static boolean hasScripts(Config config) {
    return !config.vrrp().scripts().isEmpty() || config.global().scripts().user().isPresent();
  }

  private static List<Scheduling> parts(Config config) {
    var parts = new ArrayList<Scheduling>();
    for (var part : Part.values()) {
      parts.add(config.global().process().of(part));
    }
    return parts;
  }

  private static boolean scheduled(Config config) {
    return parts(config).stream()
        .anyMatch(
            s -> s.realTimePriority().isPresent() || s.nice().isPresent() || !s.cpus().isEmpty());
  }

  private static boolean locksMemory(Config config) {
    return parts(config).stream().anyMatch(s -> s.lockMemory());
  }
}
