package keepalived.conf.vrrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRoute.Encap;
import keepalived.core.config.iproute.VirtualRoute.Install;
import keepalived.core.config.iproute.VirtualRoute.NextHop;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// Reads a route entry: `[TYPE] DESTINATION [options]` in the words of ip-route(8).
final class RouteReader {

  /// Route types, numbered as RTN_* (linux/rtnetlink.h).
  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("unicast", 1),
          Map.entry("local", 2),
          Map.entry("broadcast", 3),
          Map.entry("anycast", 4),
          Map.entry("multicast", 5),
          Map.entry("blackhole", 6),
          Map.entry("unreachable", 7),
          Map.entry("prohibit", 8),
          Map.entry("throw", 9),
          Map.entry("nat", 10),
          Map.entry("xresolve", 11));

  /// The words that can stand in an entry.
  static final Set<String> OPTIONS =
      Set.of(
          "inet",
          "inet6",
          "src",
          "via",
          "gw",
          "or",
          "from",
          "tos",
          "dsfield",
          "table",
          "protocol",
          "scope",
          "dev",
          "oif",
          "metric",
          "priority",
          "preference",
          "onlink",
          "encap",
          "expires",
          "realms",
          "pref",
          "ttl-propagate",
          "vrf",
          "add",
          "prepend",
          "append",
          "nexthop",
          "no_track",
          "track_group",
          "mtu",
          "window",
          "rtt",
          "rttvar",
          "ssthresh",
          "cwnd",
          "advmss",
          "reordering",
          "hoplimit",
          "initcwnd",
          "features",
          "rto_min",
          "initrwnd",
          "quickack",
          "congctl",
          "fastopen_no_cookie",
          "to");

  private static final int KEEPALIVED = 18;
  private static final long MAIN_TABLE = 254;

  private final VrrpDraft vrrp;
  private final boolean fixed;
  private Optional<Family> family = Optional.empty();
  private Optional<IpPrefix> destination = Optional.empty();

  /// `default` is of either family: what follows, its gateway above all, says which.
  private boolean anywhere;

  private int type = 1;
  private Optional<IpPrefix> from = Optional.empty();
  private int tos;
  private long table = MAIN_TABLE;
  private int protocol = KEEPALIVED;
  private OptionalInt scope = OptionalInt.empty();
  private OptionalLong metric = OptionalLong.empty();
  private Optional<IpAddress> source = Optional.empty();
  private Optional<IpAddress> via = Optional.empty();
  private Optional<String> interfaceName = Optional.empty();
  private boolean onlink;
  private final List<NextHop> nextHops = new ArrayList<>();
  private final RouteMetrics metrics = new RouteMetrics();
  private Optional<Encap> encap = Optional.empty();
  private OptionalLong realms = OptionalLong.empty();
  private OptionalInt preference = OptionalInt.empty();
  private OptionalLong expires = OptionalLong.empty();
  private Optional<Boolean> ttlPropagate = Optional.empty();
  private Optional<String> vrf = Optional.empty();
  private Install install = Install.PREPEND;
  private boolean tracked = true;
  private Optional<String> trackGroup = Optional.empty();
  private boolean usable = true;

  private RouteReader(VrrpDraft vrrp, boolean fixed) {
    this.vrrp = vrrp;
    this.fixed = fixed;
  }

  static Optional<VirtualRoute> read(VrrpDraft vrrp, Args args, boolean fixed) {
    return new RouteReader(vrrp, fixed).read(args);
  }

  private Optional<VirtualRoute> read(Args args) {
    while (args.hasNext() && usable) {
      option(args);
    }
    args.rest();
    if (usable && destination.isEmpty()) {
      args.report(Code.INCOMPLETE, "this route has no destination; it is skipped");
      usable = false;
    }
    if (usable && protocol != KEEPALIVED && tracked) {
      args.report(
          Code.CONFLICT,
          "only routes of protocol keepalived can be tracked; that protocol is used");
      protocol = KEEPALIVED;
    }
    return usable ? Optional.of(build()) : Optional.empty();
  }

  private VirtualRoute build() {
    if (anywhere && family.equals(Optional.of(Family.IPV6))) {
      destination = IpPrefix.parse("::/0");
    }
    return new VirtualRoute(
        family.orElse(destination.get().family()),
        destination.get(),
        type,
        from,
        tos,
        table,
        protocol,
        scope,
        metric,
        source,
        via,
        interfaceName,
        onlink,
        nextHops,
        metrics.list(),
        encap,
        new VirtualRoute.Extras(realms, preference, expires, ttlPropagate, vrf),
        install,
        tracked,
        trackGroup);
  }

  private void option(Args args) {
    Word word = args.word().orElseThrow();
    if (metrics.read(word.text(), args)) {
      usable &= !metrics.failed();
      return;
    }
    switch (word.text()) {
      case "inet" -> family(args, word, Family.IPV4);
      case "inet6" -> family(args, word, Family.IPV6);
      case "src" ->
          required(args).flatMap(w -> address(args, w)).ifPresent(a -> source = Optional.of(a));
      case "via" -> gateway(args);
      case "gw" -> {
        deprecated(args, word, "via");
        gateway(args);
      }
      case "or" -> {
        deprecated(args, word, "nexthop");
        required(args).flatMap(w -> address(args, w)).ifPresent(this::second);
      }
      case "from" ->
          required(args).flatMap(w -> prefix(args, w)).ifPresent(p -> from = Optional.of(p));
      case "tos", "dsfield" ->
          required(args)
              .flatMap(
                  w ->
                      Names.dsfield(args.host(), w.text())
                          .or(() -> bad(args, w, "a type of service")))
              .ifPresent(n -> tos = n.intValue());
      case "table" ->
          required(args)
              .flatMap(
                  w -> Names.table(args.host(), w.text()).or(() -> bad(args, w, "a routing table")))
              .ifPresent(n -> table = n);
      case "protocol" ->
          required(args)
              .flatMap(
                  w ->
                      Names.protocol(args.host(), w.text())
                          .or(() -> bad(args, w, "a routing protocol")))
              .ifPresent(n -> protocol = n.intValue());
      case "scope" ->
          required(args)
              .flatMap(w -> Names.scope(args.host(), w.text()).or(() -> bad(args, w, "a scope")))
              .ifPresent(n -> scope = OptionalInt.of(n.intValue()));
      case "dev", "oif" -> required(args).ifPresent(w -> device(args, w));
      case "metric", "priority", "preference" ->
          required(args)
              .flatMap(w -> number(args, w, 0xFFFF_FFFFL))
              .ifPresent(n -> metric = OptionalLong.of(n));
      case "onlink" -> onlink = true;
      case "encap" -> encap(args);
      default -> rareOption(args, word);
    }
  }

  private void rareOption(Args args, Word word) {
    switch (word.text()) {
      case "expires" -> expires(args, word);
      case "realms" ->
          required(args)
              .flatMap(w -> Names.realms(args.host(), w.text()).or(() -> bad(args, w, "a realm")))
              .ifPresent(n -> realms = OptionalLong.of(n));
      case "pref" -> preference(args, word);
      case "ttl-propagate" -> required(args).ifPresent(w -> ttlPropagate(args, w));
      case "vrf" -> required(args).ifPresent(w -> vrf(args, w));
      case "add" -> install = Install.ADD;
      case "prepend" -> install = Install.PREPEND;
      case "append" -> install = Install.APPEND;
      case "nexthop" -> nextHops(args);
      case "no_track" -> tracked = false;
      case "track_group" -> required(args).ifPresent(w -> trackGroup(args, w));
      default -> destination(args, word);
    }
  }

  private Optional<Word> required(Args args) {
    var word = args.required();
    usable &= word.isPresent();
    return word;
  }

  private <T> Optional<T> bad(Args args, Word word, String what) {
    usable = false;
    args.report(
        Code.WORD_INVALID, word, "'" + word + "' is not " + what + "; the route is skipped");
    return Optional.empty();
  }

  private Optional<Long> number(Args args, Word word, long max) {
    var number = args.integer(word, 0, max);
    usable &= number.isPresent();
    return number;
  }

  private static void deprecated(Args args, Word word, String current) {
    args.add(
        new Diagnostic(Code.DEPRECATED, args.place(word), "'" + word + "' is deprecated in routes")
            .fix("write '" + current + "'")
            .original("\"" + word + "\" for routes is deprecated. Please use \"" + current + "\""));
  }

  private void family(Args args, Word word, Family wanted) {
    if (family.isPresent() && family.get() != wanted) {
      bad(args, word, "the family of this route");
      return;
    }
    family = Optional.of(wanted);
  }

  private boolean fits(Args args, Word word, Family of) {
    if (family.isPresent() && family.get() != of) {
      usable = false;
      args.report(Code.DROPPED, word, "IPv4 and IPv6 do not mix in a route; it is skipped");
      return false;
    }
    family = Optional.of(of);
    return true;
  }

  private Optional<IpAddress> address(Args args, Word word) {
    var address = args.address(word);
    usable &= address.isPresent();
    return address.filter(a -> fits(args, word, a.family()));
  }

  private Optional<IpPrefix> prefix(Args args, Word word) {
    var prefix = AddressReader.prefix(args, word);
    usable &= prefix.isPresent();
    if (prefix.isPresent() && prefix.get().family() == Family.IPV4) {
      return bad(args, word, "possible: only IPv6 routes have a source prefix");
    }
    return prefix.filter(p -> fits(args, word, p.family()));
  }

  private void gateway(Args args) {
    var word = required(args);
    if (word.isPresent() && word.get().text().matches("inet6?")) {
      family(args, word.get(), word.get().text().equals("inet") ? Family.IPV4 : Family.IPV6);
      word = required(args);
    }
    word.flatMap(w -> address(args, w)).ifPresent(a -> via = Optional.of(a));
  }

  private void second(IpAddress address) {
    if (via.isPresent()) {
      nextHops.add(plainHop(via.get()));
      via = Optional.empty();
    }
    nextHops.add(plainHop(address));
  }

  private static NextHop plainHop(IpAddress address) {
    return new NextHop(
        Optional.of(address), Optional.empty(), 1, false, Optional.empty(), OptionalLong.empty());
  }

  private void device(Args args, Word word) {
    boolean there = Interfaces.find(args, word, vrrp, "").isPresent();
    usable &= there || vrrp.globals.dynamicInterfaces;
    interfaceName = Optional.of(word.text());
  }

  private void expires(Args args, Word option) {
    if (family.orElse(Family.IPV4) != Family.IPV6) {
      args.word();
      bad(args, option, "possible: only IPv6 routes expire");
      return;
    }
    required(args)
        .flatMap(w -> number(args, w, 0xFFFF_FFFFL))
        .ifPresent(n -> expires = OptionalLong.of(n));
  }

  private void preference(Args args, Word option) {
    if (family.orElse(Family.IPV4) != Family.IPV6) {
      args.word();
      bad(args, option, "possible: only IPv6 routes have a preference");
      return;
    }
    required(args).ifPresent(w -> preferenceValue(args, w));
  }

  private void preferenceValue(Args args, Word word) {
    switch (word.text()) {
      case "medium" -> preference = OptionalInt.of(0);
      case "high" -> preference = OptionalInt.of(1);
      case "low" -> preference = OptionalInt.of(3);
      default -> bad(args, word, "low, medium or high");
    }
  }

  private void ttlPropagate(Args args, Word word) {
    switch (word.text()) {
      case "enabled" -> ttlPropagate = Optional.of(true);
      case "disabled" -> ttlPropagate = Optional.of(false);
      default -> bad(args, word, "enabled or disabled");
    }
  }

  private void vrf(Args args, Word word) {
    boolean there = Interfaces.find(args, word, vrrp, "").isPresent();
    usable &= there || vrrp.globals.dynamicInterfaces;
    vrf = Optional.of(word.text());
  }

  private void trackGroup(Args args, Word word) {
    if (!fixed || !vrrp.trackGroups.containsKey(word.text())) {
      args.report(Code.UNDEFINED_NAME, word, "there is no track_group '" + word + "' above");
      return;
    }
    trackGroup = Optional.of(word.text());
  }

  private void encap(Args args) {
    var result = RouteEncap.read(args);
    usable &= result.isPresent();
    encap = result;
  }

  private void nextHops(Args args) {
    while (usable) {
      var hop = new NextHopReader(vrrp).read(args);
      usable &= hop.isPresent();
      hop.ifPresent(nextHops::add);
      if (!args.take("nexthop")) {
        return;
      }
    }
  }

  private void destination(Args args, Word first) {
    Word word = first;
    if (word.text().equals("to")) {
      var next = required(args);
      if (next.isEmpty()) {
        return;
      }
      word = next.get();
    }
    var typed = type(word.text());
    if (typed.isPresent()) {
      type = typed.get();
      var next = required(args);
      if (next.isEmpty()) {
        return;
      }
      word = next.get();
    }
    String text = word.text();
    var prefix = AddressReader.prefix(args, word);
    if (prefix.isEmpty()) {
      usable = false;
      unknown(args, word);
      return;
    }
    anywhere = text.equals("default") || text.equals("any") || text.equals("all");
    if (anywhere || fits(args, word, prefix.get().family())) {
      destination = prefix;
    }
  }

  private static Optional<Integer> type(String text) {
    return Optional.ofNullable(TYPES.get(text))
        .or(() -> Numbers.anyBase(text).filter(n -> n >= 0 && n <= 255).map(Long::intValue));
  }

  private static void unknown(Args args, Word word) {
    args.add(
        new Diagnostic(
                Code.WORD_INVALID,
                args.place(word),
                "'" + word + "' is neither a destination nor a route option; the route is skipped")
            .original("unknown route keyword " + word));
  }
}
