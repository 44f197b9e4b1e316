package keepalived.ipvs.fullnat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import keepalived.core.net.Family;
import keepalived.linux.child.HostProgram;
import keepalived.linux.child.HostProgram.Ran;

/// Keeps the rules in the nat tables of iptables. iptables-restore replaces the chain in one
/// transaction. POSTROUTING jumps to the chain while it has rules.
final class IptablesSourceNat implements SourceNat {

  private static final List<String> JUMP = List.of("POSTROUTING", "-j", IptablesRules.CHAIN);

  /// iptables waits 5 s for its lock.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Set<Family> present = EnumSet.noneOf(Family.class);

  @Override
  public String replace(List<FullNatService> services) {
    for (var family : Family.values()) {
      boolean wanted = services.stream().anyMatch(s -> s.key().family() == family);
      if (wanted || present.contains(family)) {
        var failure = wanted ? put(services, family) : remove(family);
        if (!failure.isEmpty()) {
          return failure;
        }
      }
    }
    return "";
  }

  private String put(List<FullNatService> services, Family family) {
    var failure =
        run(IptablesRules.of(services, family), program(family, "-restore"), "--noflush").failure();
    if (failure.isEmpty()) {
      present.add(family);
      // A process killed before us may have left the jump, and another program may have removed
      // ours.
      if (!jumps(family)) {
        failure = iptables(family, "-A", JUMP).failure();
      }
    }
    return failure;
  }

  private static boolean jumps(Family family) {
    return iptables(family, "-C", JUMP).done();
  }

  /// When iptables cannot be run now, the rules count as present and are checked again later.
  @Override
  public boolean stands() {
    return present.stream()
        .map(family -> iptables(family, "-C", JUMP))
        .allMatch(ran -> ran.done() || !ran.started());
  }

  /// Looks for our rules first, where looking loads no kernel module.
  void removeLeftOver() {
    for (var family : Family.values()) {
      if (Files.exists(tables(family)) && jumps(family)) {
        remove(family);
      }
    }
  }

  private static Path tables(Family family) {
    return switch (family) {
      case IPV4 -> Path.of("/proc/thread-self/net/ip_tables_names");
      case IPV6 -> Path.of("/proc/thread-self/net/ip6_tables_names");
    };
  }

  private String remove(Family family) {
    present.remove(family);
    var ran = iptables(family, "-D", JUMP);
    if (ran.done()) {
      ran = iptables(family, "-F", List.of(IptablesRules.CHAIN));
    }
    return ran.done()
        ? iptables(family, "-X", List.of(IptablesRules.CHAIN)).failure()
        : ran.failure();
  }

  private static Ran iptables(Family family, String action, List<String> rule) {
    var command = new ArrayList<>(List.of(program(family, ""), "-w", "5", "-t", "nat", action));
    command.addAll(rule);
    return run("", command.toArray(String[]::new));
  }

  private static String program(Family family, String suffix) {
    return switch (family) {
      case IPV4 -> "iptables-legacy" + suffix;
      case IPV6 -> "ip6tables-legacy" + suffix;
    };
  }

  private static Ran run(String input, String... command) {
    var ran = HostProgram.run(LIMIT, input, command);
    return ran.done() ? ran : new Ran(ran.started(), command[0] + ": " + ran.failure());
  }

  @Override
  public void close() {
    replace(List.of());
  }
}
