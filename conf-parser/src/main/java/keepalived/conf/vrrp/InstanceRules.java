package keepalived.conf.vrrp;

import static keepalived.conf.vrrp.InstanceChecks.when;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Rule;
import keepalived.conf.vrrp.draft.InstanceDraft;
import keepalived.core.config.iproute.VirtualAddress;

/// Rules for the identity, the peers and the preemption of an instance.
final class InstanceRules {

  static final List<Rule<InstanceDraft>> IDENTITY =
      List.of(
          when(d -> d.vrid.isEmpty())
              .report(
                  d ->
                      d.diagnostic(
                              Code.INSTANCE_UNUSABLE,
                              d.vridPlace,
                              "instance '" + d.name + "' has no valid virtual_router_id",
                              "the virtual router id must be set")
                          .fix(
                              "add: virtual_router_id NUMBER (1 to 255, the same on all its"
                                  + " routers)"))
              .then(d -> d.unusable = true),
          when(d -> d.interfaceName.isEmpty() && (d.peers.isEmpty() || d.source.isEmpty()))
              .report(
                  d ->
                      d.diagnostic(
                              Code.INSTANCE_UNUSABLE,
                              d.interfacePlace,
                              "instance '" + d.name + "' has no usable interface",
                              "No interface specified")
                          .fix("add: interface NAME"))
              .then(d -> d.unusable = true),
          when(d -> !d.unusable && d.interfaceName.isEmpty() && homeless(d).isPresent())
              .report(
                  d ->
                      d.diagnostic(
                              Code.DROPPED,
                              d.interfacePlace,
                              "instance '"
                                  + d.name
                                  + "' has no interface for its address "
                                  + homeless(d).get().prefix()
                                  + ", which is never set",
                              "Unknown interface!")
                          .fix("add: interface NAME, or 'dev NAME' to each address")),
          when(d -> d.vrf.isPresent() && d.interfaceName.isPresent())
              .report(
                  d ->
                      d.diagnostic(
                          Code.CONFLICT,
                          d.place,
                          "an instance with an interface takes no vrf; the vrf is ignored",
                          "Cannot specify VRF interface and interface - ignoring"))
              .then(d -> d.vrf = Optional.empty()));

  static final List<Rule<InstanceDraft>> UNICAST =
      List.of(
          when(d -> d.peers.isEmpty() && d.unicast.isPresent() && !d.faultWithoutPeer)
              .report(
                  d ->
                      d.diagnostic(
                          Code.CONFLICT,
                          d.unicast.get(),
                          "a unicast keyword without any unicast_peer: adverts go out by multicast",
                          "A unicast keyword has been specified without any unicast peers."
                              + " Defaulting to multicast. This usage is deprecated - please"
                              + " update your configuration.")),
          when(d -> d.peers.isEmpty() && d.unicastTtlPlace.isPresent())
              .report(
                  d ->
                      d.diagnostic(
                          Code.CONFLICT,
                          d.unicastTtlPlace.get(),
                          "'unicast_ttl' without any unicast_peer is ignored",
                          "Cannot use unicast_ttl without unicast peers - resetting")));

  static final List<Rule<InstanceDraft>> PREEMPTION =
      List.of(
          when(d -> d.nopreempt.isPresent() && startsAsMaster(d))
              .report(InstanceRules::nopreemptUseless)
              .then(d -> d.nopreempt = Optional.empty()),
          when(d ->
                  d.preemptDelayPlace.isPresent()
                      && !d.preemptDelay.isZero()
                      && (startsAsMaster(d) || d.nopreempt.isPresent() || d.strict()))
              .report(InstanceRules::preemptDelayUseless)
              .then(d -> d.preemptDelay = Duration.ZERO));

  static final Rule<InstanceDraft> OWN_INTERFACE =
      when(InstanceRules::tracksOwnInterface)
          .report(
              d ->
                  d.diagnostic(
                          Code.CONFLICT,
                          d.tracks.interfacePlaces.get(d.interfaceName.get()),
                          "an instance follows its own interface anyway",
                          "Ignoring track_interface "
                              + d.interfaceName.get()
                              + " since own interface")
                      .because("this entry is ignored")
                      .fix("remove it, or add dont_track_primary to give it a weight"))
          .then(d -> d.tracks.interfaces.removeIf(e -> e.name().equals(d.interfaceName.get())));

  private InstanceRules() {}

  /// The first address without an interface of its own.
  private static Optional<VirtualAddress> homeless(InstanceDraft d) {
    return Stream.concat(d.addresses.stream(), d.excluded.stream())
        .filter(address -> address.interfaceName().isEmpty())
        .findFirst();
  }

  private static boolean startsAsMaster(InstanceDraft d) {
    return d.stateMaster() || d.effectivePriority() == 255;
  }

  private static Diagnostic nopreemptUseless(InstanceDraft d) {
    return d.diagnostic(
            Code.CONFLICT,
            d.nopreempt.get(),
            d.stateMaster()
                ? "'nopreempt' does not work with 'state MASTER'; it is ignored"
                : "'nopreempt' does not work with priority 255; it is ignored",
            "Warning - nopreempt will not work with initial state MASTER - clearing")
        .because("a router that should leave a running master alone must start as BACKUP")
        .fix("write 'state BACKUP' on all routers that have nopreempt");
  }

  private static Diagnostic preemptDelayUseless(InstanceDraft d) {
    String why = startsAsMaster(d) ? "'state MASTER'" : d.strict() ? "strict mode" : "'nopreempt'";
    return d.diagnostic(
        Code.CONFLICT,
        d.preemptDelayPlace.get(),
        "'preempt_delay' does not work with " + why + "; it is ignored",
        "Warning - preempt delay will not work with initial state MASTER - clearing");
  }

  private static boolean tracksOwnInterface(InstanceDraft d) {
    return d.interfaceName
        .filter(d.tracks.interfacePlaces::containsKey)
        .filter(own -> d.tracks.interfaces.stream().anyMatch(e -> e.name().equals(own)))
        .isPresent();
  }
}
