package keepalived.conf.track;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// A `bfd_instance` during reading.
final class BfdDraft {

  private static final int NAME_MAX = 31;
  private static final String MILLIS_MAX = "4294967";

  static final Keywords<BfdDraft> KEYWORDS =
      Keywords.<BfdDraft>of("bfd_instance")
          .address("neighbor_ip", (d, v) -> d.neighbor = Optional.of(v))
          .also("neighbour_ip", "neighbor_ip")
          .address("source_ip", (d, v) -> d.source = Optional.of(v))
          .custom("min_rx", millis("1", (d, v) -> d.minRx = v))
          .custom("min_tx", millis("1", (d, v) -> d.minTx = v))
          .custom("idle_tx", millis("1000", (d, v) -> d.idleTx = v))
          .integer("multiplier", 1, 255, (d, v) -> d.multiplier = (int) v)
          .flag("passive", d -> d.passive = true)
          .integer("ttl", 1, 255, (d, v) -> d.ttl = OptionalInt.of((int) v))
          .integer("hoplimit", 1, 255, (d, v) -> d.ttl = OptionalInt.of((int) v))
          .integer("max_hops", -1, 255, (d, v) -> d.maxHops = (int) v)
          .bool("multihop", (d, v) -> d.multihop = v)
          .custom(
              "weight", (d, args) -> TrackOptions.required(args, 253).ifPresent(w -> d.weight = w))
          .flag("vrrp", d -> d.vrrp = true)
          .flag("checker", d -> d.checker = true);

  private final String name;
  private Optional<IpAddress> neighbor = Optional.empty();
  private Optional<IpAddress> source = Optional.empty();
  private Duration minRx = Duration.ofMillis(10);
  private Duration minTx = Duration.ofMillis(10);
  private Duration idleTx = Duration.ofSeconds(1);
  private int multiplier = 5;
  private boolean passive;
  private OptionalInt ttl = OptionalInt.empty();
  private int maxHops;
  private boolean multihop;
  private TrackOptions.Weight weight = new TrackOptions.Weight(0, false);
  private boolean vrrp;
  private boolean checker;

  private BfdDraft(String name) {
    this.name = name;
  }

  private static Action<BfdDraft> millis(String min, BiConsumer<BfdDraft, Duration> setter) {
    return (draft, args) ->
        args.required()
            .flatMap(w -> args.decimal(w, min, MILLIS_MAX))
            .map(n -> n.multiply(BigDecimal.valueOf(1_000_000)).longValue())
            .ifPresent(n -> setter.accept(draft, Duration.ofNanos(n)));
  }

  static Optional<BfdDraft> open(TrackerDrafts trackers, Args args) {
    return args.required().map(w -> new BfdDraft(w.text()));
  }

  static void close(TrackerDrafts trackers, BfdDraft d, Args args) {
    if (d.name.length() > NAME_MAX) {
      args.report(Code.NAME_TAKEN, "a bfd_instance name has at most " + NAME_MAX + " characters");
    } else if (trackers.bfd.containsKey(d.name)) {
      args.report(Code.NAME_TAKEN, "a bfd_instance '" + d.name + "' is already defined");
    } else if (d.neighbor.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.INCOMPLETE,
                  args.place(),
                  "bfd_instance '" + d.name + "' has no neighbor_ip; it is dropped")
              .original(
                  "Configuration error: BFD instance "
                      + d.name
                      + " has no neighbor address set, disabling instance"));
    } else if (d.source.filter(s -> s.family() != d.neighbor.get().family()).isPresent()) {
      args.report(Code.DROPPED, "source_ip and neighbor_ip of '" + d.name + "' differ in family");
    } else if (trackers.bfd.values().stream().anyMatch(d::sameAddresses)) {
      args.report(
          Code.DROPPED,
          "another bfd_instance has the addresses of '" + d.name + "'; it is dropped");
    } else {
      d.hops(args);
      trackers.bfd.put(d.name, d.build());
    }
  }

  /// Limits `max_hops` to the TTL, because a packet cannot make more hops.
  private void hops(Args args) {
    int limit = ttl.orElse(defaultTtl());
    if (maxHops > limit) {
      args.add(
          new Diagnostic(
                  Code.ADJUSTED,
                  args.place(),
                  "max_hops " + maxHops + " of '" + name + "' is above its ttl " + limit)
              .because(limit + " is used")
              .original(
                  "BFD instance "
                      + name
                      + ": max_hops exceeds ttl/hoplimit - setting to ttl/hoplimit"));
      maxHops = limit;
    }
  }

  private int defaultTtl() {
    return neighbor.orElseThrow().family() == Family.IPV4 ? 255 : 64;
  }

  private boolean sameAddresses(BfdInstance other) {
    return other.neighbor().equals(neighbor.orElseThrow()) && other.source().equals(source);
  }

  private BfdInstance build() {
    boolean both = vrrp == checker;
    return new BfdInstance(
        name,
        neighbor.get(),
        source,
        minRx,
        minTx,
        idleTx,
        multiplier,
        passive,
        ttl.orElse(defaultTtl()),
        maxHops,
        multihop,
        weight.value(),
        weight.reverse(),
        both || vrrp,
        both || checker);
  }
}
