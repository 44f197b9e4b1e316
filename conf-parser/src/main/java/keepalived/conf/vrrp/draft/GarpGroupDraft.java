package keepalived.conf.vrrp.draft;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Interfaces;
import keepalived.conf.schema.Keywords;
import keepalived.conf.tree.Word;
import keepalived.core.config.VrrpConfig;

/// A `garp_group` during reading.
public final class GarpGroupDraft {

  private static final String DELAY_MAX = "2147.483647";

  public static final Keywords<GarpGroupDraft> KEYWORDS =
      Keywords.<GarpGroupDraft>of("garp_group")
          .seconds("garp_interval", "0", DELAY_MAX, (d, v) -> d.garp = Optional.of(v))
          .seconds("gna_interval", "0", DELAY_MAX, (d, v) -> d.gna = Optional.of(v))
          .custom("interface", (d, args) -> args.required().ifPresent(w -> d.add(args, w)))
          .entries(
              "interfaces",
              (d, args) -> args.rest().forEach(w -> d.add(args, w)),
              GarpGroupDraft::listed);

  private final VrrpDraft vrrp;
  private Optional<Duration> garp = Optional.empty();
  private Optional<Duration> gna = Optional.empty();
  private final Set<String> interfaces = new LinkedHashSet<>();
  private boolean named;

  public GarpGroupDraft(VrrpDraft vrrp) {
    this.vrrp = vrrp;
  }

  private void add(Args args, Word word) {
    named = true;
    if (Interfaces.find(args, word, vrrp.globals.dynamicInterfaces, ", named in a garp_group")
        .isEmpty()) {
      return;
    }
    boolean taken =
        vrrp.garpGroups.stream().anyMatch(g -> g.interfaces().contains(word.text()))
            || !interfaces.add(word.text());
    if (taken) {
      args.report(Code.ALREADY_SET, word, "'" + word + "' is in a garp_group already");
    }
  }

  private static void listed(GarpGroupDraft d, Args args) {
    if (!d.named) {
      args.report(Code.INCOMPLETE, "this list names no interface");
    }
  }

  public static void close(VrrpDraft vrrp, GarpGroupDraft d, Args args) {
    if (d.garp.isEmpty() && d.gna.isEmpty()) {
      args.report(Code.INCOMPLETE, "this garp_group sets no interval; it is dropped");
      return;
    }
    vrrp.garpGroups.add(
        new VrrpConfig.GarpGroup(
            d.garp.orElse(Duration.ZERO), d.gna.orElse(Duration.ZERO), List.copyOf(d.interfaces)));
  }
}
