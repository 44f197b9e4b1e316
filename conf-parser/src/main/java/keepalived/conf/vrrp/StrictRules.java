package keepalived.conf.vrrp;

import static keepalived.conf.vrrp.InstanceChecks.when;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Rule;
import keepalived.conf.vrrp.draft.InstanceDraft;
import keepalived.core.net.Family;

/// Rules for what `vrrp_strict` forbids.
final class StrictRules {

  static final List<Rule<InstanceDraft>> ALL =
      List.of(
          strict(
                  d ->
                      d.stateMaster() != (d.effectivePriority() == 255)
                          && d.wantsMaster.isPresent(),
                  "strict mode: state MASTER and priority 255 go together",
                  "State MASTER must match being address owner")
              .then(
                  d -> {
                    d.priority = OptionalInt.of(d.effectivePriority());
                    d.wantsMaster = Optional.of(d.effectivePriority() == 255);
                  }),
          strict(
                  d -> d.options.downTimerAdverts.orElse(d.vrrp.globals.downTimerAdverts) != 3,
                  "strict mode: down_timer_adverts is 3",
                  "down_timer_adverts is incompatible with strict mode, resetting")
              .then(d -> d.options.downTimerAdverts = OptionalInt.of(3)),
          when(d -> d.strict() && d.vmac.transmitOnBase.isPresent())
              .report(
                  d ->
                      d.diagnostic(
                          Code.CONFLICT,
                          d.vmac.transmitOnBase.get(),
                          "strict mode: adverts leave from the VMAC",
                          "xmit_base is incompatible with strict mode - resetting"))
              .then(d -> d.vmac.transmitOnBase = Optional.empty()),
          strict(
              StrictRules::firstAddressNotLinkLocal,
              "strict mode: the first IPv6 virtual address must be link-local",
              "the first IPv6 VIP address must be link local"),
          strict(
                  d -> d.effectiveVersion() == 2 && d.options.accept.orElse(false),
                  "strict mode: VRRP version 2 has no accept mode; it is switched off",
                  "warning - accept mode for VRRP version 2 does not comply with RFC3768 -"
                      + " resetting")
              .then(d -> d.options.accept = Optional.empty()),
          strict(
                  StrictRules::answersLowerPriority,
                  "strict mode: no gratuitous ARP in answer to a lower priority",
                  "Strict mode requires no repeat garps. resetting")
              .then(d -> d.garp.lowerRepeat = Optional.of(0)),
          strict(
                  d ->
                      d.options.higherPrioritySendAdvert.orElse(
                          d.vrrp.globals.higherPrioritySendAdvert),
                  "strict mode: no advert in answer to a higher priority",
                  "strict mode requires higher_prio_send_advert to be clear. resetting")
              .then(d -> d.options.higherPrioritySendAdvert = Optional.of(false)));

  private StrictRules() {}

  private static Rule<InstanceDraft> strict(
      Predicate<InstanceDraft> breaks, String message, String original) {
    return when(d -> d.strict() && breaks.test(d))
        .report(d -> d.diagnostic(Code.CONFLICT, d.place, message, original));
  }

  private static boolean firstAddressNotLinkLocal(InstanceDraft d) {
    return d.effectiveFamily() == Family.IPV6
        && !d.addresses.isEmpty()
        && !d.addresses.getFirst().prefix().address().isLinkLocal();
  }

  private static boolean answersLowerPriority(InstanceDraft d) {
    var garp = d.garp.or(d.vrrp.globals.garp);
    return garp.lowerRepeat.filter(n -> n != 0).isPresent() || garp.lowerDelay.isPresent();
  }
}
