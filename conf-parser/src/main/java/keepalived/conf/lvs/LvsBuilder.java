package keepalived.conf.lvs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.lvs.draft.GroupFamily;
import keepalived.conf.lvs.draft.LvsDraft;
import keepalived.conf.lvs.draft.ServerDraft;
import keepalived.conf.lvs.draft.ServiceDraft;
import keepalived.core.config.Check;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.net.Family;

/// Builds the LVS records from their drafts.
public final class LvsBuilder {

  private LvsBuilder() {}

  /// The records of all services and groups, after [LvsChecks] and [ServiceChecks].
  public static LvsConfig build(LvsDraft lvs) {
    var servers = new ArrayList<VirtualServer>();
    for (var service : lvs.services) {
      servers.add(service(service));
    }
    return new LvsConfig(servers, lvs.groups, lvs.localAddresses, lvs.tls);
  }

  private static VirtualServer service(ServiceDraft d) {
    var family = family(d);
    return new VirtualServer(
        d.address,
        d.protocol.orElse(VirtualServer.Protocol.NONE),
        family,
        d.scheduler.orElse("wlc"),
        d.flags,
        d.forwarding.orElseGet(Forwarding.Masquerade::new),
        d.localAddresses,
        persistence(d, family),
        d.onepacket,
        d.alpha,
        d.omega,
        d.suspend,
        new VirtualServer.Quorum(clamp(d.quorum), clamp(d.hysteresis), d.quorumUp, d.quorumDown),
        sorry(d),
        servers(d),
        d.mail.or(d.lvs.globals::mailChecker).orElse(false),
        d.virtualHost,
        d.snmpName,
        d.timing.delayLoop.orElse(CheckBuilder.DELAY_LOOP));
  }

  private static int clamp(long value) {
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  static Family family(ServiceDraft d) {
    return switch (d.address) {
      case VirtualServer.Address.Single(var e) -> e.address().family();
      case VirtualServer.Address.Group(var name) ->
          GroupFamily.of(d.lvs.groups.get(name)).or(() -> d.family).orElse(Family.IPV4);
      case VirtualServer.Address.Mark _ -> d.family.orElse(Family.IPV4);
    };
  }

  private static Optional<VirtualServer.Persistence> persistence(ServiceDraft d, Family family) {
    var granularity = family == Family.IPV6 ? d.granularityPrefix : d.granularity;
    return d.persistence.map(
        timeout ->
            new VirtualServer.Persistence(timeout, granularity.orElse(family.bits()), d.engine));
  }

  private static Optional<VirtualServer.SorryServer> sorry(ServiceDraft d) {
    return d.sorry.map(
        endpoint ->
            new VirtualServer.SorryServer(
                endpoint,
                d.sorryForwarding.or(() -> d.forwarding).orElseGet(Forwarding.Masquerade::new),
                d.sorryInhibit));
  }

  private static List<RealServer> servers(ServiceDraft d) {
    var servers = new ArrayList<RealServer>(d.servers.size());
    for (var server : d.servers) {
      servers.add(server(server));
    }
    return servers;
  }

  private static RealServer server(ServerDraft d) {
    var service = d.service;
    var checks = new ArrayList<Check>();
    for (var check : d.checks) {
      if (check.checksItself()) {
        checks.add(CheckBuilder.build(d, check));
      }
      check.hosts.forEach(host -> checks.add(CheckBuilder.build(d, host)));
    }
    return new RealServer(
        d.endpoint,
        d.forwarding.or(() -> service.forwarding).orElseGet(Forwarding.Masquerade::new),
        d.weight.orElse(service.weight),
        d.inhibit.orElse(service.inhibit),
        clamp(d.upper),
        clamp(d.lower),
        d.alpha.orElse(service.alpha),
        d.notifyUp,
        d.notifyDown,
        d.mail.or(service.lvs.globals::mailChecker).orElse(true),
        d.snmpName,
        checks);
  }
}
