package keepalived.conf.lvs;

import static keepalived.conf.lvs.ServiceChecks.diagnostic;

import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.lvs.draft.ServerDraft;
import keepalived.conf.lvs.draft.ServiceDraft;
import keepalived.conf.schema.Rule;
import keepalived.core.config.Forwarding;
import keepalived.core.config.VirtualServer.Address;
import keepalived.core.net.Endpoint;

/// The rules for a sorry server.
final class SorryRules {

  static final List<Rule<ServiceDraft>> ADDRESS =
      List.of(
          Rule.<ServiceDraft>when(SorryRules::otherFamily)
              .report(
                  s ->
                      diagnostic(
                          Code.DROPPED,
                          s.sorryPlace(),
                          "the sorry server is of another address family; it is dropped",
                          "Address family of virtual server and sorry server don't match"))
              .then(s -> s.sorry = Optional.empty()),
          Rule.<ServiceDraft>when(SorryRules::otherPort)
              .report(
                  s ->
                      diagnostic(
                          Code.ADJUSTED,
                          s.sorryPlace(),
                          "only NAT can change the port: "
                              + servicePort(s)
                              + " is used for the sorry server",
                          "WARNING - virtual server "
                              + s.title()
                              + " and sorry server ports don't match - resetting"))
              .then(
                  s ->
                      s.sorry =
                          s.sorry.map(sorry -> new Endpoint(sorry.address(), servicePort(s)))));

  /// IPVS has one destination for an address and port. A sorry server that is also a real server is
  /// one destination with one inhibit setting, and the setting of the real server is used.
  static final List<Rule<ServerDraft>> INHIBIT =
      List.of(
          Rule.<ServerDraft>when(
                  server ->
                      server.service.sorry.filter(server.endpoint::equals).isPresent()
                          && inhibit(server) != server.service.sorryInhibit)
              .report(SorryRules::inhibitDiffers)
              .then(server -> server.service.sorryInhibit = inhibit(server)));

  private SorryRules() {}

  private static boolean otherFamily(ServiceDraft s) {
    return s.sorry.isPresent()
        && s.knownFamily().filter(f -> f != s.sorry.get().address().family()).isPresent()
        && !(s.sorryForwarding() instanceof Forwarding.Tunnel);
  }

  private static boolean otherPort(ServiceDraft s) {
    return s.sorry.filter(sorry -> sorry.port() != 0).isPresent()
        && s.address instanceof Address.Single(var e)
        && !(s.sorryForwarding() instanceof Forwarding.Masquerade)
        && s.sorry.get().port() != e.port();
  }

  private static int servicePort(ServiceDraft s) {
    return s.address instanceof Address.Single(var e) ? e.port() : 0;
  }

  private static boolean inhibit(ServerDraft server) {
    return server.inhibit.orElse(server.service.inhibit);
  }

  private static Diagnostic inhibitDiffers(ServerDraft server) {
    var service = server.service;
    boolean inhibit = inhibit(server);
    return diagnostic(
            Code.ADJUSTED,
            service.sorryPlace(),
            "the sorry server is also a real server, with another inhibit setting",
            "Virtual server %s: real server %s matches sorry server, but inhibit setting differs, %s on sorry server"
                .formatted(service.title(), server.endpoint, inhibit ? "setting" : "clearing"))
        .because("the real server's setting is used for both")
        .fix(
            inhibit
                ? "add sorry_server_inhibit"
                : "remove sorry_server_inhibit, or add inhibit_on_failure to the real server");
  }
}
