package keepalived.vrrp.io;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.linux.nftables.Nftables;
import keepalived.vrrp.engine.InstanceKey;
import keepalived.vrrp.engine.Report;

/// Drops what is sent to, or from, virtual addresses of instances that do not accept (`no_accept`,
/// RFC 9568 6.1 Accept_Mode), but for neighbour discovery. The addresses are sets of an nftables
/// table of our own.
final class AcceptFilter implements AutoCloseable {

  private final Consumer<Report> log;
  private final Map<InstanceKey, Set<IpAddress>> wanted = new HashMap<>();
  private final Set<IpAddress> present = new HashSet<>();
  private Optional<Nftables> library = Optional.empty();
  private String table = "keepalived";
  private boolean tried;

  AcceptFilter(Consumer<Report> log) {
    this.log = log;
  }

  /// Makes the table, when it is the first time that one is needed.
  void prepare(String name, int priority) {
    if (tried) {
      return;
    }
    tried = true;
    table = name;
    library = Nftables.open();
    if (library.isEmpty()) {
      log.accept(
          new Report(
              Report.Level.WARNING,
              "no_accept needs libnftables, which is not installed: addresses will answer"));
      return;
    }
    run(definition(Family.IPV4, priority) + definition(Family.IPV6, priority));
  }

  private String definition(Family family, int priority) {
    boolean ipv4 = family == Family.IPV4;
    var name = (ipv4 ? "ip " : "ip6 ") + table;
    var match = ipv4 ? "ip" : "ip6";
    var discovery = ipv4 ? "" : "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept; ";
    return """
    add table %1$s
    delete table %1$s
    table %1$s {
      set vips { type %2$s; }
      chain in { type filter hook input priority %3$d; policy accept; %4$s%5$s daddr @vips drop; }
      chain out { type filter hook output priority %3$d; policy accept; %4$s%5$s saddr @vips drop; }
    }
    """
        .formatted(name, ipv4 ? "ipv4_addr" : "ipv6_addr", priority, discovery, match);
  }

  /// Makes these the addresses of an instance that are not accepted.
  void drop(InstanceKey key, List<IpAddress> addresses) {
    if (addresses.isEmpty()) {
      wanted.remove(key);
    } else {
      wanted.put(key, new TreeSet<>(addresses));
    }
    var all = new TreeSet<IpAddress>();
    wanted.values().forEach(all::addAll);
    var commands = new StringBuilder();
    for (var address : new TreeSet<>(present)) {
      if (!all.contains(address)) {
        commands.append(element("delete", address));
      }
    }
    for (var address : all) {
      if (!present.contains(address)) {
        commands.append(element("add", address));
      }
    }
    if (!commands.isEmpty() && run(commands.toString())) {
      present.clear();
      present.addAll(all);
    }
  }

  private String element(String verb, IpAddress address) {
    var family = address.family() == Family.IPV4 ? "ip " : "ip6 ";
    return verb + " element " + family + table + " vips { " + address + " }\n";
  }

  private boolean run(String commands) {
    if (library.isEmpty()) {
      return false;
    }
    return switch (library.get().run(commands)) {
      case Nftables.Done _ -> true;
      case Nftables.Refused(var reason) -> {
        log.accept(new Report(Report.Level.WARNING, "nftables: " + reason));
        yield false;
      }
    };
  }

  @Override
  public void close() {
    if (library.isPresent()) {
      run("delete table ip " + table + "\ndelete table ip6 " + table + "\n");
      library.get().close();
      library = Optional.empty();
    }
  }
}
