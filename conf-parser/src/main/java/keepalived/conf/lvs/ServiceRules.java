package keepalived.conf.lvs;

import static keepalived.conf.lvs.ServiceChecks.diagnostic;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.lvs.draft.ServiceDraft;
import keepalived.conf.schema.Rule;
import keepalived.core.config.VirtualServer.Protocol;

/// The rules for a virtual server as a whole.
final class ServiceRules {

  static final List<Rule<ServiceDraft>> PROTOCOL =
      List.of(
          when(s -> s.mark() && s.protocol.isPresent())
              .report(
                  s ->
                      diagnostic(
                          Code.CONFLICT,
                          s.place,
                          "a firewall mark has no protocol; it is ignored",
                          "Warning: Virtual server "
                              + s.title()
                              + ": protocol specified for fwmark - protocol will be ignored"))
              .then(s -> s.protocol = Optional.of(Protocol.NONE)),
          when(s -> !s.mark() && s.protocol.isEmpty() && !s.written.contains("protocol"))
              .report(
                  s ->
                      diagnostic(
                          Code.DEFAULT_USED,
                          s.place,
                          "this virtual server has no protocol; UDP is used",
                          "Virtual server "
                              + s.title()
                              + ": no protocol set - defaulting to UDP")));

  static final List<Rule<ServiceDraft>> SETTINGS =
      List.of(
          when(s -> s.onepacket && s.protocol.orElse(Protocol.NONE) != Protocol.UDP)
              .report(
                  s ->
                      diagnostic(
                          Code.CONFLICT,
                          s.place,
                          "one-packet scheduling needs UDP; it is switched off",
                          "Virtual server "
                              + s.title()
                              + ": one packet scheduling requires UDP - resetting"))
              .then(s -> s.onepacket = false),
          when(s -> s.anyPort() && s.persistence.isEmpty())
              .report(
                  s ->
                      diagnostic(
                          Code.DEFAULT_USED,
                          s.place,
                          "a service for all ports must be persistent; 360 seconds are used",
                          "Virtual server " + s.title() + ": port 0 requires persistence")),
          when(s -> s.scheduler.isEmpty() && !s.written.contains("scheduler"))
              .report(
                  s ->
                      diagnostic(
                              Code.DEFAULT_USED,
                              s.place,
                              "this virtual server has no scheduler; wlc is used",
                              "Virtual server "
                                  + s.title()
                                  + ": no scheduler set, setting default 'wlc'")
                          .fix("add: lb_algo wlc")),
          when(ServiceRules::lacksForwarding)
              .report(
                  s ->
                      diagnostic(
                              Code.DEFAULT_USED,
                              s.place,
                              "this virtual server has no forwarding method; NAT is used",
                              "Virtual server "
                                  + s.title()
                                  + ": no forwarding method set, setting default NAT")
                          .fix("add: lb_kind NAT")));

  static final List<Rule<ServiceDraft>> QUORUM =
      List.of(
          when(s -> s.quorum > s.totalWeight())
              .report(ServiceRules::quorumTooLarge)
              .then(s -> s.quorum = s.totalWeight()),
          when(s -> s.hysteresis > 0 && s.hysteresis >= s.quorum)
              .report(
                  s ->
                      diagnostic(
                          Code.ADJUSTED,
                          s.place,
                          "hysteresis %d is not below quorum %d; %d is used"
                              .formatted(s.hysteresis, s.quorum, belowQuorum(s)),
                          "Virtual server %s: hysteresis >= quorum; setting hysteresis to %d"
                              .formatted(s.title(), belowQuorum(s))))
              .then(s -> s.hysteresis = belowQuorum(s)));

  private ServiceRules() {}

  private static Rule.When<ServiceDraft> when(Predicate<ServiceDraft> applies) {
    return Rule.when(applies);
  }

  private static boolean lacksForwarding(ServiceDraft s) {
    return s.forwarding.isEmpty()
        && !s.written.contains("forwarding")
        && s.servers.stream().anyMatch(server -> server.forwarding.isEmpty());
  }

  private static Diagnostic quorumTooLarge(ServiceDraft s) {
    long total = s.totalWeight();
    return diagnostic(
            Code.ADJUSTED,
            s.quorumPlace.orElse(s.place),
            "quorum " + s.quorum + " can never be reached: all weights together are " + total,
            "Warning - quorum %d for %s exceeds total weight of real servers %d, reducing quorum to %d"
                .formatted(s.quorum, s.title(), total, total))
        .because(total + " is used");
  }

  private static long belowQuorum(ServiceDraft s) {
    return Math.max(0, s.quorum - 1);
  }
}
