package keepalived.conf.lvs;

import static keepalived.conf.lvs.ServiceChecks.diagnostic;

import java.util.List;
import java.util.function.Predicate;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.lvs.draft.ServerDraft;
import keepalived.conf.schema.Rule;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.VirtualServer.Address;

/// The rules for a real server in its virtual server.
final class ServerRules {

  /// Only NAT can change the port of a connection.
  static final List<Rule<ServerDraft>> PORT =
      List.of(
          when(s ->
                  s.service.address instanceof Address.Single(var e)
                      && s.portGiven
                      && !masquerades(s.forwarding())
                      && s.endpoint.port() != e.port())
              .report(
                  s ->
                      diagnostic(
                          Code.ADJUSTED,
                          s.place,
                          "only NAT can change the port: "
                              + servicePort(s)
                              + " of the virtual server is used, not "
                              + s.endpoint.port(),
                          "WARNING - virtual server "
                              + s.service.title()
                              + " and real server "
                              + s.endpoint
                              + " ports don't match - resetting"))
              .then(s -> s.port(servicePort(s))),
          when(s ->
                  s.service.address instanceof Address.Mark
                      && !masquerades(s.forwarding())
                      && s.endpoint.port() != 0)
              .report(
                  s ->
                      diagnostic(
                          Code.ADJUSTED,
                          s.place,
                          "only NAT can change the port: a firewall mark has none, "
                              + s.endpoint.port()
                              + " is not used",
                          "WARNING - fwmark virtual server "
                              + s.service.title()
                              + ", real server has port specified - clearing"))
              .then(s -> s.port(0)),
          when(s ->
                  s.service.address instanceof Address.Group(var name)
                      && !masquerades(s.forwarding())
                      && s.portGiven
                      && s.service.members(name).stream().anyMatch(m -> differs(m, s)))
              .report(
                  s ->
                      diagnostic(
                          Code.ADJUSTED,
                          s.place,
                          "only NAT can change the port; each service of the group keeps its own",
                          "virtual server "
                              + s.service.title()
                              + " and real server ports don't match")));

  private ServerRules() {}

  private static Rule.When<ServerDraft> when(Predicate<ServerDraft> applies) {
    return Rule.when(applies);
  }

  private static boolean masquerades(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _, Forwarding.FullNat _ -> true;
      case Forwarding.DirectRoute _, Forwarding.Tunnel _ -> false;
    };
  }

  private static int servicePort(ServerDraft server) {
    return server.service.address instanceof Address.Single(var e) ? e.port() : 0;
  }

  private static boolean differs(Member member, ServerDraft server) {
    return switch (member) {
      case Member.Range r -> r.port() != server.endpoint.port();
      case Member.Mark _ -> server.endpoint.port() != 0;
    };
  }

  /// Whether the kernel can forward from the service to this server. Only a tunnel can connect the
  /// two address families.
  static boolean familyFits(ServerDraft server) {
    return server.service.knownFamily().orElseThrow() == server.endpoint.address().family()
        || server.forwarding() instanceof Forwarding.Tunnel;
  }

  static Diagnostic otherFamily(ServerDraft server) {
    return diagnostic(
        Code.DROPPED,
        server.place,
        "this real server is "
            + server.endpoint.address().family()
            + ", the virtual server "
            + server.service.knownFamily().orElseThrow()
            + "; it is dropped",
        "Address family of virtual server and real server "
            + server.endpoint.address()
            + " don't match - skipping");
  }

  static Diagnostic duplicate(ServerDraft server) {
    return diagnostic(
        Code.DROPPED,
        server.place,
        "this real server is in the virtual server already; it is dropped",
        "Duplicate real server "
            + server.endpoint
            + " in virtual server "
            + server.service.title());
  }
}
