package keepalived.conf.lvs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.lvs.draft.LvsDraft;
import keepalived.conf.lvs.draft.ServerDraft;
import keepalived.conf.lvs.draft.ServiceDraft;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Rule;
import keepalived.core.net.Endpoint;

/// Checks and completes a virtual server at the end of its block. Rules report and correct, and
/// [ServiceDefaults] sets missing values.
final class ServiceChecks {

  private final ServiceDraft service;
  private final Args args;

  private ServiceChecks(ServiceDraft service, Args args) {
    this.service = service;
    this.args = args;
  }

  static void close(LvsDraft lvs, ServiceDraft service, Args args) {
    if (!service.servers.isEmpty()) {
      new ServiceChecks(service, args).complete();
      lvs.services.add(service);
    } else if (!service.serverRefused) {
      args.add(
          diagnostic(
              Code.INCOMPLETE,
              service.place,
              "this virtual server has no real servers; it is dropped",
              "Virtual server " + service.title() + " has no real servers - ignoring"));
    }
  }

  private void complete() {
    check(ServiceRules.PROTOCOL);
    ServiceDefaults.protocol(service);
    check(ServiceRules.SETTINGS);
    ServiceDefaults.settings(service);
    keepUsableServers();
    check(SorryRules.ADDRESS);
    ServiceDefaults.sorryPort(service);
    service.servers.forEach(server -> Rule.check(SorryRules.INHIBIT, server, args::add));
    check(ServiceRules.QUORUM);
  }

  private void check(List<Rule<ServiceDraft>> rules) {
    Rule.check(rules, service, args::add);
  }

  private void keepUsableServers() {
    var kept = new ArrayList<ServerDraft>();
    Set<Endpoint> seen = new HashSet<>();
    for (var server : service.servers) {
      ServiceDefaults.family(service, server);
      if (!ServerRules.familyFits(server)) {
        args.add(ServerRules.otherFamily(server));
        continue;
      }
      ServiceDefaults.port(server);
      Rule.check(ServerRules.PORT, server, args::add);
      // Two ports of one host are two servers to check, even if they are one destination in IPVS.
      if (seen.add(server.checked)) {
        kept.add(server);
      } else {
        args.add(ServerRules.duplicate(server));
      }
    }
    service.servers.clear();
    service.servers.addAll(kept);
  }

  static Diagnostic diagnostic(Code code, Place place, String message, String original) {
    return new Diagnostic(code, place, message).original(original);
  }
}
