package keepalived.conf.iproute;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.iproute.VirtualRoute.Install;
import keepalived.core.config.iproute.VirtualRoute.Metric;
import keepalived.core.config.iproute.VirtualRoute.NextHop;
import keepalived.core.config.iproute.VirtualRouteDraft;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// Reads a route entry: `[TYPE] DESTINATION [options]` in the words of ip-route(8).
public final class RouteReader extends Entry {

  /// The types of routes with their numbers RTN_* (linux/rtnetlink.h).
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

  private static final Map<String, Integer> PREFERENCES = Map.of("medium", 0, "high", 1, "low", 3);
  private static final Map<String, Boolean> SWITCH = Map.of("enabled", true, "disabled", false);

  public static final Options<RouteReader> OPTIONS =
      RouteMetrics.addTo(new Options<RouteReader>())
          .flag("inet", r -> r.family(r.option, Family.IPV4))
          .flag("inet6", r -> r.family(r.option, Family.IPV6))
          .value("src", RouteReader::address, (r, a) -> r.route.source = Optional.of(a))
          .words("via", RouteReader::gateway)
          .words("gw", RouteReader::oldGateway)
          .words("or", RouteReader::oldNextHop)
          .value("from", RouteReader::prefix, (r, p) -> r.route.from = Optional.of(p))
          .value(
              "tos|dsfield",
              named(IprouteNames::dsfield, "a type of service"),
              (r, n) -> r.route.tos = n.intValue())
          .value(
              "table", named(IprouteNames::table, "a routing table"), (r, n) -> r.route.table = n)
          .value(
              "protocol",
              named(IprouteNames::protocol, "a routing protocol"),
              (r, n) -> r.route.protocol = n.intValue())
          .value(
              "scope",
              named(IprouteNames::scope, "a scope"),
              (r, n) -> r.route.scope = OptionalInt.of(n.intValue()))
          .value(
              "dev|oif",
              RouteReader::device,
              (r, name) -> r.route.interfaceName = Optional.of(name))
          .value(
              "metric|priority|preference",
              number(UINT_MAX),
              (r, n) -> r.route.metric = OptionalLong.of(n))
          .flag("onlink", r -> r.route.onlink = true)
          .words("encap", r -> r.route.encap = r.need(EncapReader.read(r.args)))
          .words("expires", RouteReader::expires)
          .value(
              "realms",
              named(IprouteNames::realms, "a realm"),
              (r, n) -> r.route.realms = OptionalLong.of(n))
          .words("pref", RouteReader::preference)
          .value(
              "ttl-propagate",
              choice(SWITCH, "enabled or disabled"),
              (r, on) -> r.route.ttlPropagate = Optional.of(on))
          .value("vrf", RouteReader::device, (r, name) -> r.route.vrf = Optional.of(name))
          .flag("add", r -> r.route.install = Install.ADD)
          .flag("prepend", r -> r.route.install = Install.PREPEND)
          .flag("append", r -> r.route.install = Install.APPEND)
          .words("nexthop", RouteReader::nextHops)
          .flag("no_track", r -> r.route.tracked = false)
          .word("track_group", RouteReader::trackGroup)
          .word("to", RouteReader::destination);

  private final EntryContext context;
  private Optional<Family> family = Optional.empty();
  private Optional<IpPrefix> destination = Optional.empty();

  /// Whether the destination is `default`, which fits both families. The options after it, above
  /// all the gateway, decide the family.
  private boolean anywhere;

  private final VirtualRouteDraft route = new VirtualRouteDraft();

  private RouteReader(EntryContext context, Args args) {
    super(args, Rule.FATAL);
    this.context = context;
  }

  /// Reads an entry from its first word on. Reports why an entry is skipped, and returns empty.
  public static Optional<VirtualRoute> read(EntryContext context, Args args) {
    return new RouteReader(context, args).read();
  }

  private Optional<VirtualRoute> read() {
    OPTIONS.readAll(this);
    args.rest();
    if (usable && destination.isEmpty()) {
      args.report(Code.INCOMPLETE, "this route has no destination; it is skipped");
      usable = false;
    }
    if (usable && route.protocol != VirtualRouteDraft.KEEPALIVED && route.tracked) {
      args.report(
          Code.CONFLICT,
          "only routes of protocol keepalived can be tracked; that protocol is used");
      route.protocol = VirtualRouteDraft.KEEPALIVED;
    }
    return usable ? Optional.of(build()) : Optional.empty();
  }

  private VirtualRoute build() {
    if (anywhere && family.equals(Optional.of(Family.IPV6))) {
      destination = IpPrefix.parse("::/0");
    }
    return route.build(family.orElse(destination.get().family()), destination.get());
  }

  /// Sets a metric. If an option is repeated, its last value counts.
  void metric(Metric metric) {
    if (metric.text().isEmpty()) {
      route.metrics.removeIf(m -> m.number() == metric.number());
    }
    route.metrics.add(metric);
  }

  @Override
  protected String noun() {
    return "route";
  }

  @Override
  protected void unknown(Word word) {
    destination(word);
  }

  private void deprecated(String current) {
    args.add(
        new Diagnostic(
                Code.DEPRECATED, args.place(option), "'" + option + "' is deprecated in routes")
            .fix("write '" + current + "'")
            .original(
                "\"" + option + "\" for routes is deprecated. Please use \"" + current + "\""));
  }

  private void family(Word word, Family wanted) {
    if (family.isPresent() && family.get() != wanted) {
      reject(word, "the family of this route");
      return;
    }
    family = Optional.of(wanted);
  }

  private boolean fits(Word word, Family of) {
    if (family.isPresent() && family.get() != of) {
      usable = false;
      args.report(Code.DROPPED, word, "IPv4 and IPv6 do not mix in a route; it is skipped");
      return false;
    }
    family = Optional.of(of);
    return true;
  }

  private Optional<IpAddress> address(Word word) {
    return args.address(word).filter(a -> fits(word, a.family()));
  }

  private Optional<IpPrefix> prefix(Word word) {
    var prefix = Prefixes.read(args, word);
    if (prefix.isPresent() && prefix.get().family() == Family.IPV4) {
      return reject(word, "possible: only IPv6 routes have a source prefix");
    }
    return prefix.filter(p -> fits(word, p.family()));
  }

  private void gateway() {
    var word = value();
    if (word.isPresent() && word.get().text().matches("inet6?")) {
      family(word.get(), word.get().text().equals("inet") ? Family.IPV4 : Family.IPV6);
      word = value();
    }
    word.flatMap(w -> need(address(w))).ifPresent(a -> route.via = Optional.of(a));
  }

  private void oldGateway() {
    deprecated("via");
    gateway();
  }

  private void oldNextHop() {
    deprecated("nexthop");
    value().flatMap(w -> need(address(w))).ifPresent(this::second);
  }

  private void second(IpAddress address) {
    if (route.via.isPresent()) {
      route.nextHops.add(plainHop(route.via.get()));
      route.via = Optional.empty();
    }
    route.nextHops.add(plainHop(address));
  }

  private static NextHop plainHop(IpAddress address) {
    return new NextHop(
        Optional.of(address), Optional.empty(), 1, false, Optional.empty(), OptionalLong.empty());
  }

  private Optional<String> device(Word word) {
    return context.interfaceName(args, word);
  }

  private void expires() {
    ipv6Value("expire")
        .flatMap(w -> need(number(UINT_MAX).read(this, w)))
        .ifPresent(n -> route.expires = OptionalLong.of(n));
  }

  private void preference() {
    ipv6Value("have a preference")
        .flatMap(w -> choice(PREFERENCES, "low, medium or high").read(this, w))
        .ifPresent(n -> route.preference = OptionalInt.of(n));
  }

  /// Takes the value of an option that only IPv6 routes have.
  private Optional<Word> ipv6Value(String what) {
    if (family.orElse(Family.IPV4) != Family.IPV6) {
      args.word();
      return reject(option, "possible: only IPv6 routes " + what);
    }
    return value();
  }

  private void trackGroup(Word word) {
    context.trackGroup(args, word).ifPresent(name -> route.trackGroup = Optional.of(name));
  }

  private void nextHops() {
    while (usable) {
      need(NextHopReader.read(context, args)).ifPresent(route.nextHops::add);
      if (!args.take("nexthop")) {
        return;
      }
    }
  }

  /// Reads `[TYPE] PREFIX`.
  private void destination(Word first) {
    Word word = first;
    var typed = type(word.text());
    if (typed.isPresent()) {
      route.type = typed.get();
      var next = value();
      if (next.isEmpty()) {
        return;
      }
      word = next.get();
    }
    String text = word.text();
    var prefix = need(Prefixes.read(args, word));
    if (prefix.isEmpty()) {
      notUnderstood(word);
      return;
    }
    anywhere = text.equals("default") || text.equals("any") || text.equals("all");
    if (anywhere || fits(word, prefix.get().family())) {
      destination = prefix;
    }
  }

  private static Optional<Integer> type(String text) {
    return Optional.ofNullable(TYPES.get(text))
        .or(() -> Numbers.anyBase(text).filter(n -> n >= 0 && n <= 255).map(Long::intValue));
  }

  private void notUnderstood(Word word) {
    args.add(
        new Diagnostic(
                Code.WORD_INVALID,
                args.place(word),
                "'" + word + "' is neither a destination nor a route option; the route is skipped")
            .original("unknown route keyword " + word));
  }
}
