package keepalived.conf.lvs;

import java.time.Duration;
import java.util.Optional;
import keepalived.conf.lvs.draft.ServerDraft;
import keepalived.conf.lvs.draft.ServiceDraft;
import keepalived.core.config.Forwarding;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;

/// Sets the missing values of a virtual server. It reports nothing.
final class ServiceDefaults {

  private static final Duration PERSISTENCE = Duration.ofSeconds(360);

  private ServiceDefaults() {}

  static void protocol(ServiceDraft service) {
    if (!service.mark() && service.protocol.isEmpty()) {
      service.protocol = Optional.of(Protocol.UDP);
    }
  }

  static void settings(ServiceDraft service) {
    if (service.persistence.isEmpty() && (service.anyPort() || service.granularity.isPresent())) {
      service.persistence = Optional.of(PERSISTENCE);
    }
    service.scheduler = service.scheduler.or(() -> Optional.of("wlc"));
    service.forwarding = service.forwarding.or(() -> Optional.of(new Forwarding.Masquerade()));
  }

  /// If the address does not determine the family, the first real server does.
  static void family(ServiceDraft service, ServerDraft server) {
    if (service.knownFamily().isEmpty()) {
      service.family = Optional.of(server.endpoint.address().family());
    }
  }

  /// A real server without a port has the port of the service.
  static void port(ServerDraft server) {
    if (server.service.address instanceof VirtualServer.Address.Single(var e)
        && (server.endpoint.port() == 0 || !server.portGiven)) {
      server.port(e.port());
      server.checked = server.endpoint;
    }
  }

  /// A sorry server without a port has the port of the service.
  static void sorryPort(ServiceDraft service) {
    if (service.address instanceof VirtualServer.Address.Single(var e)) {
      service.sorry =
          service.sorry.map(s -> s.port() == 0 ? new Endpoint(s.address(), e.port()) : s);
    }
  }
}
