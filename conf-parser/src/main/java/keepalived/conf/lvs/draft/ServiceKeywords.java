package keepalived.conf.lvs.draft;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.lvs.value.EndpointReader;
import keepalived.conf.lvs.value.ForwardingReader;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.conf.schema.Similar;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Family;
import keepalived.core.net.Ipv4Address;

/// The keywords of `virtual_server`.
public final class ServiceKeywords {

  private static final long UINT = 0xFFFF_FFFFL;

  /// IP_VS_PENAME_MAXLEN of linux/ip_vs.h, without the final zero byte.
  private static final int ENGINE_MAX = 15;

  private static final long PERSISTENCE_MAX = 2_678_400;
  private static final Set<String> SCHEDULERS =
      Set.of(
          "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf", "sed", "nq",
          "twos");

  private ServiceKeywords() {}

  public static Keywords<ServiceDraft> table() {
    var table = Keywords.<ServiceDraft>of("virtual_server");
    service(table);
    quorum(table);
    sorry(table);
    defaults(table);
    return table.block("real_server", ServerDraft.table(), ServerDraft::open, ServerDraft::close);
  }

  public static Optional<ServiceDraft> open(LvsDraft lvs, Args args) {
    var first = args.required();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    var address = address(lvs, args, first.get());
    return address.map(a -> new ServiceDraft(lvs, args.place(), a));
  }

  private static Optional<VirtualServer.Address> address(LvsDraft lvs, Args args, Word first) {
    return switch (first.text()) {
      case "group" -> args.required().map(w -> new VirtualServer.Address.Group(w.text()));
      case "fwmark" ->
          args.required().flatMap(w -> mark(args, w)).map(VirtualServer.Address.Mark::new);
      default ->
          EndpointReader.read(args, first, "virtual server")
              .map(e -> new VirtualServer.Address.Single(e.endpoint()));
    };
  }

  /// Reads a firewall mark. Zero is refused, because unmarked packets have it.
  static Optional<Long> mark(Args args, Word word) {
    var mark = args.integer(word, 0, UINT);
    if (mark.filter(m -> m == 0).isPresent()) {
      args.add(
          new Diagnostic(Code.MARK_ZERO, args.place(word), "0 is no firewall mark; this is dropped")
              .because("packets without a mark have mark 0, and the kernel looks nothing up by it")
              .fix("mark the packets with another number, and write that"));
      return Optional.empty();
    }
    return mark;
  }

  private static void service(Keywords<ServiceDraft> table) {
    table
        .custom("ip_family", ServiceKeywords::family)
        .custom("lb_algo", ServiceKeywords::scheduler)
        .also("lvs_sched", "lb_algo")
        .custom("lb_kind", ServiceKeywords::forwarding)
        .also("lvs_method", "lb_kind")
        .custom("laddr_group_name", ServiceKeywords::localAddresses)
        .custom("protocol", ServiceKeywords::protocol)
        .custom("persistence_timeout", ServiceKeywords::persistence)
        .custom("persistence_granularity", ServiceKeywords::granularity)
        .custom("persistence_engine", ServiceKeywords::engine)
        .custom("hashed", (d, args) -> args.report(Code.CONFLICT, "'hashed' does nothing"))
        .ignored("a left-over that does nothing in the original either")
        .flag("ops", d -> d.onepacket = true)
        .flag("flag-1", d -> d.flags.add(Flag.SCHED_1))
        .flag("flag-2", d -> d.flags.add(Flag.SCHED_2))
        .flag("flag-3", d -> d.flags.add(Flag.SCHED_3))
        .custom("sh-fallback", hashFlag(Flag.SCHED_1))
        .custom("sh-port", hashFlag(Flag.SCHED_2))
        .custom("mh-fallback", hashFlag(Flag.SCHED_1))
        .custom("mh-port", hashFlag(Flag.SCHED_2))
        .flag("ha_suspend", d -> d.suspend = true)
        .text("virtualhost", Missing.COMPLAINT, (d, v) -> d.virtualHost = Optional.of(v))
        .custom(
            "snmp_name", (d, args) -> onlyWord(args).ifPresent(v -> d.snmpName = Optional.of(v)))
        .flag("alpha", d -> d.alpha = true)
        .flag("omega", d -> d.omega = true)
        .bool("smtp_alert", (d, v) -> d.mail = Optional.of(v));
  }

  private static void engine(ServiceDraft d, Args args) {
    var word = args.required();
    word.filter(w -> w.text().length() > ENGINE_MAX)
        .ifPresent(
            w ->
                args.add(
                    new Diagnostic(
                            Code.ADJUSTED,
                            args.place(w),
                            "a persistence engine's name has at most " + ENGINE_MAX + " characters")
                        .because("what is beyond them is cut off")
                        .original("persistence_name too long, truncating - " + w)));
    d.engine = word.map(Word::text).map(t -> t.substring(0, Math.min(t.length(), ENGINE_MAX)));
  }

  private static void localAddresses(ServiceDraft d, Args args) {
    onlyWord(args).ifPresent(name -> d.localAddresses = Optional.of(name));
    d.localAddressesPlace = Optional.of(args.place());
  }

  static Optional<String> onlyWord(Args args) {
    if (args.remaining() != 1) {
      args.rest();
      args.report(Code.VALUE_EXPECTED, "'" + args.keyword() + "' needs exactly one word");
      return Optional.empty();
    }
    return args.word().map(Word::text);
  }

  private static void family(ServiceDraft d, Args args) {
    var word = args.required();
    switch (word.map(Word::text).orElse("inet")) {
      case "inet" -> setFamily(d, args, Family.IPV4);
      case "inet6" -> setFamily(d, args, Family.IPV6);
      default ->
          args.report(
              Code.WORD_INVALID, word.orElseThrow(), "'" + word.get() + "' is not inet or inet6");
    }
  }

  private static void setFamily(ServiceDraft d, Args args, Family family) {
    boolean other =
        d.address instanceof VirtualServer.Address.Single(var e) && e.address().family() != family;
    if (other) {
      args.report(Code.CONFLICT, "the address of this service is not " + family);
      return;
    }
    d.family = Optional.of(family);
  }

  private static void scheduler(ServiceDraft d, Args args) {
    d.written.add("scheduler");
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    String name = word.get().text();
    if (!SCHEDULERS.contains(name)) {
      var diagnostic =
          new Diagnostic(
                  Code.WORD_INVALID,
                  args.place(word.get()),
                  "'" + name + "' is not an IPVS scheduler")
              .original("Invalid lvs_scheduler '" + name + "' - ignoring");
      String lower = name.toLowerCase(Locale.ROOT);
      args.add(
          SCHEDULERS.contains(lower)
              ? diagnostic.fix("write '" + lower + "'")
              : Similar.to(name, SCHEDULERS)
                  .map(s -> diagnostic.fix("did you mean '" + s + "'?"))
                  .orElse(diagnostic));
      return;
    }
    d.scheduler = Optional.of(name);
  }

  private static void forwarding(ServiceDraft d, Args args) {
    d.written.add("forwarding");
    ForwardingReader.read(args).ifPresent(f -> d.forwarding = Optional.of(f));
  }

  private static void protocol(ServiceDraft d, Args args) {
    d.written.add("protocol");
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    switch (word.get().text().toUpperCase(Locale.ROOT)) {
      case "TCP" -> d.protocol = Optional.of(Protocol.TCP);
      case "UDP" -> d.protocol = Optional.of(Protocol.UDP);
      case "SCTP" -> d.protocol = Optional.of(Protocol.SCTP);
      default ->
          args.report(
              Code.WORD_INVALID, word.get(), "'" + word.get() + "' is not TCP, UDP or SCTP");
    }
  }

  private static void persistence(ServiceDraft d, Args args) {
    var word = args.word();
    var value = word.isEmpty() ? Optional.of(360L) : args.integer(word.get(), 1, PERSISTENCE_MAX);
    value.ifPresent(v -> d.persistence = Optional.of(Duration.ofSeconds(v)));
  }

  private static void granularity(ServiceDraft d, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    var length = granularityLength(word.get().text(), isIpv6(d));
    if (length.isEmpty()) {
      args.report(Code.ADDRESS_INVALID, word.get(), "'" + word.get() + "' is not a netmask");
      return;
    }
    d.granularity = OptionalInt.of(length.get());
    d.granularityPrefix =
        granularityLength(word.get().text(), true).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static boolean isIpv6(ServiceDraft d) {
    return d.address instanceof VirtualServer.Address.Single(var e)
        && e.address().family() == Family.IPV6;
  }

  private static Optional<Integer> granularityLength(String text, boolean ipv6) {
    if (ipv6) {
      return Numbers.whole(text).filter(n -> n >= 1 && n <= 128).map(Long::intValue);
    }
    return Ipv4Address.parse(text)
        .map(a -> Integer.bitCount(a.bits()))
        .or(() -> Numbers.anyBase(text).filter(n -> n >= 0 && n <= UINT).map(n -> Long.bitCount(n)))
        .or(() -> oldAddress(text));
  }

  /// Accepts short forms of addresses such as `255.255`, as the C library does. Each gives 32 bits.
  private static Optional<Integer> oldAddress(String text) {
    return text.matches("[0-9]{1,3}(\\.[0-9]{1,9}){1,2}") ? Optional.of(32) : Optional.empty();
  }

  /// Both hashing schedulers have the same flags. Like the original, this accepts the keywords of
  /// one scheduler for the other.
  private static Action<ServiceDraft> hashFlag(Flag flag) {
    return (d, args) -> {
      if (d.scheduler.filter(s -> s.equals("sh") || s.equals("mh")).isEmpty()) {
        args.add(
            new Diagnostic(
                    Code.DROPPED,
                    args.place(),
                    "'" + args.keyword() + "' needs 'lb_algo sh' or 'lb_algo mh' before it")
                .because("it is ignored")
                .original(args.keyword() + " only applies to sh scheduler - ignoring"));
        return;
      }
      d.flags.add(flag);
    };
  }

  private static void quorum(Keywords<ServiceDraft> table) {
    table
        .custom("quorum", ServiceKeywords::readQuorum)
        .integer("hysteresis", 0, UINT, (d, v) -> d.hysteresis = v)
        .custom(
            "quorum_up",
            ServiceScripts.read(d -> d.lvs, d -> d.quorumUp, (d, s) -> d.quorumUp = Optional.of(s)))
        .custom(
            "quorum_down",
            ServiceScripts.read(
                d -> d.lvs, d -> d.quorumDown, (d, s) -> d.quorumDown = Optional.of(s)));
  }

  private static void readQuorum(ServiceDraft d, Args args) {
    args.required()
        .ifPresent(
            w -> {
              var value = args.integer(w, 1, UINT);
              d.quorum = value.orElse(1L);
              d.quorumPlace = Optional.of(args.place(w));
            });
  }

  private static void sorry(Keywords<ServiceDraft> table) {
    table
        .custom("sorry_server", ServiceKeywords::sorryServer)
        .custom(
            "sorry_server_inhibit", (d, args) -> afterSorry(d, args, () -> d.sorryInhibit = true))
        .custom(
            "sorry_server_lvs_method",
            (d, args) ->
                afterSorry(
                    d,
                    args,
                    () ->
                        ForwardingReader.read(args)
                            .ifPresent(f -> d.sorryForwarding = Optional.of(f))));
  }

  private static void sorryServer(ServiceDraft d, Args args) {
    args.required()
        .flatMap(w -> EndpointReader.read(args, w, "sorry server"))
        .ifPresent(e -> d.sorry = Optional.of(e.endpoint()));
    d.sorryPlace = Optional.of(args.place());
  }

  private static void afterSorry(ServiceDraft d, Args args, Runnable set) {
    if (d.sorry.isEmpty()) {
      args.report(Code.CONFLICT, "'" + args.keyword() + "' needs a sorry_server before it");
      return;
    }
    set.run();
  }

  private static void defaults(Keywords<ServiceDraft> table) {
    table
        .integer("weight", 1, Integer.MAX_VALUE, (d, v) -> d.weight = (int) v)
        .flag("inhibit_on_failure", d -> d.inhibit = true);
    TimingDraft.add(table, 1, d -> d.timing);
    TimingDraft.addTimeout(table, d -> d.timing);
  }
}
