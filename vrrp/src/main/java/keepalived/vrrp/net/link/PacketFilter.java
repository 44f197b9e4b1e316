package keepalived.vrrp.net.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.LogLine;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.nftables.Nftables;
import keepalived.linux.nftables.NftablesMonitor;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.OwnLines;

/// An nftables table of our own in each family that needs one. It drops packets to and from virtual
/// addresses of instances with `no_accept` (RFC 9568 6.1 Accept_Mode), except neighbour discovery.
/// It sends IGMP and MLD reports of macvlans out of the base interface, so that switches do not
/// learn a virtual MAC address from a backup.
public final class PacketFilter implements AutoCloseable {

  /// The purpose of the table of a family.
  ///
  /// @param refuses whether any instance has `no_accept`
  /// @param macvlans each macvlan, by its name
  public record Purpose(boolean refuses, SortedMap<String, Macvlan> macvlans) {
    private static final Purpose NONE = new Purpose(false, new TreeMap<>());
  }

  /// The kernel replaces names by indexes, so a link that is created again needs a new rule.
  ///
  /// @param index the kernel's number
  /// @param below the base interface
  /// @param belowIndex the index of the base interface
  record Macvlan(int index, String below, int belowIndex) {}

  /// Pause until other programs have finished their changes.
  private static final Duration PAUSE = Duration.ofMillis(300);

  /// Pause before a retry when file descriptors ran out.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final Pattern ELEMENTS = Pattern.compile("\\s*elements = \\{[^}]*\\}");

  private static final Pattern ADDRESSES =
      Pattern.compile("set vips(?:_link_local)? \\{[^{}]*elements = \\{([^}]*)\\}");

  private static final String LINK_LOCAL =
      """
      chain in_link_local { ip6 daddr . iif @vips_link_local drop; }
      chain out_link_local { ip6 saddr . oif @vips_link_local drop; }
      """;

  private final EpollLoop loop;
  private final Consumer<LogLine> log;
  private final Map<Family, Purpose> wantedPurposes = new EnumMap<>(Family.class);

  /// Families whose table the kernel refused; not retried before the next configuration.
  private final Set<Family> refused = EnumSet.noneOf(Family.class);

  /// The purposes of the tables that are in the kernel.
  private final Map<Family, Purpose> purposes = new EnumMap<>(Family.class);

  /// The listing of each table, without the elements of its sets.
  private final Map<Family, String> shapes = new EnumMap<>(Family.class);

  private final Map<InstanceKey, Set<String>> wanted = new HashMap<>();
  private final Set<String> present = new HashSet<>();
  private Optional<Nftables> library = Optional.empty();
  private String table = "keepalived";
  private int priority;
  private boolean missing;
  private Optional<Watched> monitor = Optional.empty();
  private boolean inspecting;

  /// Whether a change failed because file descriptors ran out; it is retried.
  private boolean postponed;

  private record Watched(NftablesMonitor monitor, Watch watch) {}

  public PacketFilter(EpollLoop loop, Consumer<LogLine> log) {
    this.loop = loop;
    this.log = log;
  }

  /// Sets the purposes of the tables. Does not open libnftables before a table is needed.
  public void configure(GlobalSettings.Nftables settings, Map<Family, Purpose> next) {
    if (library.isEmpty()) {
      table = settings.table().orElse("keepalived");
      priority = settings.priority();
    }
    wantedPurposes.putAll(next);
    refused.clear();
    settle();
  }

  /// Creates or replaces the tables that differ from their purpose.
  private void settle() {
    boolean needed = wantedPurposes.values().stream().anyMatch(p -> !p.equals(Purpose.NONE));
    if (library.isEmpty() && !missing && needed) {
      open();
    }
    wantedPurposes.forEach(
        (family, purpose) -> {
          boolean made = purpose.equals(purposes.getOrDefault(family, Purpose.NONE));
          if (library.isPresent() && !made && !refused.contains(family)) {
            make(family, purpose);
          }
        });
  }

  private void make(Family family, Purpose purpose) {
    var elements = elements(family, purpose);
    switch (run(table(family, purpose, elements))) {
      case Nftables.Done _ -> {
        purposes.put(family, purpose);
        present.removeIf(element -> isOf(family, element));
        present.addAll(elements);
        listing(family).ifPresent(text -> shapes.put(family, shape(text)));
      }
      case Nftables.Refused _ -> refused.add(family);
      case Nftables.Postponed _ -> {}
    }
  }

  /// The addresses that a table has to drop.
  private SortedSet<String> elements(Family family, Purpose purpose) {
    var elements = new TreeSet<String>();
    if (purpose.refuses()) {
      wanted.values().forEach(elements::addAll);
      elements.removeIf(element -> !isOf(family, element));
    }
    return elements;
  }

  /// The listing of the table: an empty text when it does not exist, empty when it cannot be read
  /// now.
  private Optional<String> listing(Family family) {
    return switch (library.get().run("list table " + name(family))) {
      case Nftables.Done(var text) -> Optional.of(text);
      case Nftables.Refused _ -> Optional.of("");
      case Nftables.Postponed(var reason) -> {
        postpone(reason);
        yield Optional.empty();
      }
    };
  }

  private void postpone(String reason) {
    if (!postponed) {
      postponed = true;
      log.accept(OwnLines.nftablesRetried(reason));
      loop.after(AGAIN, this::tryAgain);
    }
  }

  private void tryAgain() {
    postponed = false;
    inspect();
  }

  private static String shape(String listing) {
    return ELEMENTS.matcher(listing).replaceAll("");
  }

  private boolean isDamaged(Family family) {
    var elements =
        present.stream()
            .filter(element -> isOf(family, element))
            .collect(Collectors.toCollection(TreeSet::new));
    return listing(family)
        .filter(
            text ->
                !shape(text).equals(shapes.get(family)) || !elements.equals(listed(family, text)))
        .isPresent();
  }

  /// The addresses in a listing, in our notation.
  private Set<String> listed(Family family, String listing) {
    var elements = new TreeSet<String>();
    var sets = ADDRESSES.matcher(listing);
    while (sets.find()) {
      for (var each : sets.group(1).split(",")) {
        var parts = each.strip().split(" \\. ");
        var link = parts.length > 1 ? parts[1].replace("\"", "") : "";
        IpAddress.parse(parts[0])
            .filter(address -> address.family() == family)
            .ifPresent(address -> elements.add(element(address, link)));
      }
    }
    return elements;
  }

  /// Replaces damaged tables. A program that loads its own firewall flushes our tables too; without
  /// them, addresses with `no_accept` would answer.
  private void repair(Predicate<Family> damaged, Function<String, LogLine> line) {
    purposes.forEach(
        (family, purpose) -> {
          if (!purpose.equals(Purpose.NONE) && damaged.test(family)) {
            log.accept(line.apply(name(family)));
            make(family, purpose);
          }
        });
  }

  private void watch() {
    try {
      var opened = new NftablesMonitor();
      var watch = loop.watch(opened.descriptor(), () -> opened.receive(table, this::deleted));
      monitor = Optional.of(new Watched(opened, watch));
    } catch (LinuxException refused) {
      log.accept(OwnLines.nftablesUnwatched(refused.getMessage()));
    }
  }

  private void deleted() {
    if (!inspecting) {
      inspecting = true;
      loop.after(PAUSE, this::inspect);
    }
  }

  /// Checks whether the tables are as we created them, and retries what failed.
  public void inspect() {
    inspecting = false;
    settle();
    if (library.isPresent()) {
      refuse();
      repair(this::isDamaged, OwnLines::nftablesRestored);
    }
  }

  private void open() {
    try {
      library = Nftables.open();
    } catch (LinuxException refused) {
      postpone(refused.getMessage());
      return;
    }
    if (library.isEmpty()) {
      missing = true;
      log.accept(OwnLines.nftablesMissing());
    } else {
      watch();
    }
  }

  private static String word(Family family) {
    return family == Family.IPV4 ? "ip" : "ip6";
  }

  private String name(Family family) {
    return word(family) + " " + table;
  }

  /// The commands that replace the table of a family in one transaction.
  private String table(Family family, Purpose purpose, SortedSet<String> elements) {
    var name = name(family);
    var commands = new StringBuilder("add table %1$s\ndelete table %1$s\n".formatted(name));
    if (purpose.equals(Purpose.NONE)) {
      return commands.toString();
    }
    var out = new ArrayList<String>();
    commands.append("table ").append(name).append(" {\n");
    if (!purpose.macvlans().isEmpty()) {
      commands.append(macvlanSets(family, purpose.macvlans()));
      out.addAll(reports(family));
    }
    if (purpose.refuses()) {
      commands.append(addressSets(family));
      out.addAll(refusals(family, "saddr", "out"));
    }
    commands.append(chain("out", "output", out));
    if (purpose.refuses()) {
      commands.append(chain("in", "input", refusals(family, "daddr", "in")));
      if (family == Family.IPV6) {
        commands.append(LINK_LOCAL);
      }
    }
    commands.append("}\n");
    elements.forEach(element -> add(commands, element));
    return commands.toString();
  }

  private static String macvlanSets(Family family, SortedMap<String, Macvlan> macvlans) {
    var pairs = new ArrayList<String>();
    macvlans.forEach((link, of) -> pairs.add("\"%s\" : \"%s\"".formatted(link, of.below())));
    var map =
        "map vmac_map { type iface_index : iface_index; elements = { %s }; }\n"
            .formatted(String.join(", ", pairs));
    return family == Family.IPV4
        ? map
        : map
            + "set vmac_set { type iface_index; elements = { \"%s\" }; }\n"
                .formatted(String.join("\", \"", macvlans.keySet()));
  }

  private static List<String> reports(Family family) {
    return family == Family.IPV4
        ? List.of(
            "ip protocol igmp meta oifkind \"macvlan\" dup to ip daddr device oif map @vmac_map"
                + " drop")
        : List.of(
            "icmpv6 type mld2-listener-report meta oifkind \"macvlan\""
                + " dup to ip6 daddr device oif map @vmac_map drop",
            "icmpv6 type nd-router-solicit meta oifkind \"macvlan\" oif @vmac_set drop");
  }

  private static String addressSets(Family family) {
    return family == Family.IPV4
        ? "set vips { type ipv4_addr; }\n"
        : """
        set vips { type ipv6_addr; }
        set neighbor-discovery { type icmpv6_type; flags constant;
          elements = { nd-neighbor-solicit, nd-neighbor-advert }; }
        set vips_link_local { type ipv6_addr . iface_index; }
        """;
  }

  private static List<String> refusals(Family family, String end, String direction) {
    return family == Family.IPV4
        ? List.of("ip " + end + " @vips drop")
        : List.of(
            "icmpv6 type @neighbor-discovery accept",
            "ip6 %s fe80::/10 goto %s_link_local".formatted(end, direction),
            "ip6 " + end + " @vips drop");
  }

  private String chain(String name, String hook, List<String> rules) {
    return "chain %s { type filter hook %s priority %d; policy accept; %s; }\n"
        .formatted(name, hook, priority, String.join("; ", rules));
  }

  /// Sets the addresses of an instance that are dropped.
  ///
  /// @param links the link of each address; a link-local address is dropped only there
  public void drop(InstanceKey key, Map<IpAddress, String> links) {
    var elements = new TreeSet<String>();
    links.forEach((address, link) -> elements.add(element(address, link)));
    if (elements.isEmpty()) {
      wanted.remove(key);
    } else {
      wanted.put(key, elements);
    }
    if (library.isPresent()) {
      refuse();
    }
  }

  /// Makes the address sets in the kernel equal to the wanted ones.
  private void refuse() {
    var all = new TreeSet<String>();
    purposes.forEach((family, purpose) -> all.addAll(elements(family, purpose)));
    var commands = new StringBuilder();
    for (var element : new TreeSet<>(present)) {
      if (!all.contains(element)) {
        commands.append("delete element ").append(element).append('\n');
      }
    }
    for (var element : all) {
      if (!present.contains(element)) {
        add(commands, element);
      }
    }
    if (commands.isEmpty()) {
      return;
    }
    switch (library.get().run(commands.toString())) {
      case Nftables.Done _ -> {
        present.clear();
        present.addAll(all);
      }
      case Nftables.Postponed(var reason) -> postpone(reason);
      // Another program flushed the sets since the last check, or a link was replaced.
      case Nftables.Refused _ -> repair(_ -> true, OwnLines::nftablesReplaced);
    }
  }

  private boolean isOf(Family family, String element) {
    return element.startsWith(name(family) + " ");
  }

  private static void add(StringBuilder commands, String element) {
    commands.append("add element ").append(element).append('\n');
  }

  private String element(IpAddress address, String link) {
    return address.family() == Family.IPV6 && address.isLinkLocal()
        ? "%s vips_link_local { %s . \"%s\" }".formatted(name(Family.IPV6), address, link)
        : "%s vips { %s }".formatted(name(address.family()), address);
  }

  /// Runs commands, and logs why none was executed.
  private Nftables.Outcome run(String commands) {
    var outcome = library.get().run(commands);
    switch (outcome) {
      case Nftables.Done _ -> {}
      case Nftables.Refused(var reason) -> log.accept(OwnLines.nftablesRefused(reason));
      case Nftables.Postponed(var reason) -> postpone(reason);
    }
    return outcome;
  }

  /// Leaves the tables as they are; no more changes follow.
  public void abandon() {
    wantedPurposes.clear();
    purposes.clear();
  }

  @Override
  public void close() {
    monitor.ifPresent(
        watched -> {
          watched.watch().close();
          watched.monitor().close();
        });
    monitor = Optional.empty();
    if (library.isPresent()) {
      purposes.forEach(
          (family, purpose) -> {
            if (!purpose.equals(Purpose.NONE)) {
              run("delete table " + name(family) + "\n");
            }
          });
      library.get().close();
      library = Optional.empty();
    }
  }
}
