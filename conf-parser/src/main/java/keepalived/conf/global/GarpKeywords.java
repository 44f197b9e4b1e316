package keepalived.conf.global;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;

/// The keywords of gratuitous ARP. In `global_defs` they have the prefix `vrrp_`.
public final class GarpKeywords {

  private static final long SECONDS_MAX = 4294;
  private static final long COUNT_MAX = 0xFFFF_FFFFL;
  private static final long EXTRA_MAX = 86400;

  private GarpKeywords() {}

  /// Adds the keywords to a table.
  ///
  /// @param prefix the text before each name, which may be empty
  /// @param of the settings that belong to a draft
  public static <D> void add(Keywords<D> table, String prefix, Function<D, GarpDraft> of) {
    String p = prefix + "garp_";
    table
        .integer(p + "master_delay", 0, SECONDS_MAX, (d, v) -> of.apply(d).delay = some(v))
        .custom(p + "master_repeat", positive(of, (g, n) -> g.repeat = Optional.of(n)))
        .integer(p + "master_refresh", 0, COUNT_MAX, (d, v) -> of.apply(d).refresh = some(v))
        .custom(
            p + "master_refresh_repeat", positive(of, (g, n) -> g.refreshRepeat = Optional.of(n)))
        .integer(p + "lower_prio_delay", 0, SECONDS_MAX, (d, v) -> of.apply(d).lowerDelay = some(v))
        .integer(
            p + "lower_prio_repeat",
            0,
            Integer.MAX_VALUE,
            (d, v) -> of.apply(d).lowerRepeat = Optional.of(count(v)))
        .custom(p + "extra_if", extra(of, prefix.isEmpty() ? 0 : 1, EXTRA_MAX))
        .unsupported("no interface but the instance's own has a virtual MAC address")
        .alias(prefix + "vmac_garp_intvl", p + "extra_if");
  }

  private static Optional<Duration> some(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  private static int count(long value) {
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static <D> Action<D> positive(
      Function<D, GarpDraft> of, BiConsumer<GarpDraft, Integer> setter) {
    return (draft, args) -> {
      var number = args.required().flatMap(w -> args.integer(w, 0, COUNT_MAX));
      if (number.isEmpty()) {
        return;
      }
      if (number.get() == 0) {
        args.report(Code.ADJUSTED, "'" + args.keyword() + "' must be at least 1; 1 is used");
      }
      setter.accept(of.apply(draft), Math.max(1, count(number.get())));
    };
  }

  private static <D> Action<D> extra(Function<D, GarpDraft> of, long min, long max) {
    return (draft, args) -> readExtra(of.apply(draft), args, min, max);
  }

  private static void readExtra(GarpDraft garp, Args args, long min, long max) {
    boolean all = args.take("all");
    if (!args.hasNext()) {
      args.report(Code.VALUE_EXPECTED, "'" + args.keyword() + "' needs a time in seconds");
      return;
    }
    args.word()
        .flatMap(w -> args.integer(w, min, max))
        .ifPresent(
            v -> {
              garp.extraInterface = some(v);
              garp.extraInterfaceAll = all;
            });
  }
}
