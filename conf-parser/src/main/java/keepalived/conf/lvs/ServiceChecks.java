package keepalived.conf.lvs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.schema.Args;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;

/// What is checked, completed and reported when a virtual server has been read.
final class ServiceChecks {

  private static final Duration PERSISTENCE = Duration.ofSeconds(360);

  private final ServiceDraft service;
  private final Args args;

  private ServiceChecks(ServiceDraft service, Args args) {
    this.service = service;
    this.args = args;
  }

  static void close(LvsDraft lvs, ServiceDraft service, Args args) {
    var checks = new ServiceChecks(service, args);
    if (service.servers.isEmpty() && service.serverRefused) {
      return;
    }
    if (service.servers.isEmpty()) {
      checks.add(
          Code.INCOMPLETE,
          service.place,
          "this virtual server has no real servers; it is dropped",
          "Virtual server " + service.title() + " has no real servers - ignoring");
      return;
    }
    checks.protocol();
    checks.persistence();
    checks.methods();
    checks.servers();
    checks.sorry();
    checks.sorryAsServer();
    checks.quorum();
    lvs.services.add(service);
  }

  private void add(Code code, Place place, String message, String original) {
    args.add(new Diagnostic(code, place, message).original(original));
  }

  /// Whether it has no protocol: a firewall mark, or a group of nothing else.
  private boolean isMark() {
    return switch (service.address) {
      case VirtualServer.Address.Mark _ -> true;
      case VirtualServer.Address.Single _ -> false;
      case VirtualServer.Address.Group(var name) ->
          members(name).stream().anyMatch(m -> m instanceof Member.Mark)
              && members(name).stream().noneMatch(m -> m instanceof Member.Range);
    };
  }

  private java.util.List<Member> members(String group) {
    var found = service.lvs.groups.get(group);
    return found == null ? java.util.List.of() : found.members();
  }

  private boolean anyPort() {
    return switch (service.address) {
      case VirtualServer.Address.Mark _ -> false;
      case VirtualServer.Address.Single(var e) -> e.port() == 0;
      case VirtualServer.Address.Group(var name) ->
          members(name).stream()
              .anyMatch(
                  m ->
                      switch (m) {
                        case Member.Range r -> r.port() == 0;
                        case Member.Mark _ -> false;
                      });
    };
  }

  private void protocol() {
    if (isMark()) {
      if (service.protocol.isPresent()) {
        add(
            Code.CONFLICT,
            service.place,
            "a firewall mark has no protocol; it is ignored",
            "Warning: Virtual server "
                + service.title()
                + ": protocol specified for fwmark - protocol will be ignored");
        service.protocol = Optional.of(Protocol.NONE);
      }
    } else if (service.protocol.isEmpty()) {
      if (!service.written.contains("protocol")) {
        add(
            Code.DEFAULT_USED,
            service.place,
            "this virtual server has no protocol; UDP is used",
            "Virtual server " + service.title() + ": no protocol set - defaulting to UDP");
      }
      service.protocol = Optional.of(Protocol.UDP);
    }
    if (service.onepacket && service.protocol.orElse(Protocol.NONE) != Protocol.UDP) {
      add(
          Code.CONFLICT,
          service.place,
          "one-packet scheduling needs UDP; it is switched off",
          "Virtual server " + service.title() + ": one packet scheduling requires UDP - resetting");
      service.onepacket = false;
    }
  }

  private void persistence() {
    if (anyPort() && service.persistence.isEmpty()) {
      add(
          Code.DEFAULT_USED,
          service.place,
          "a service for all ports must be persistent; 360 seconds are used",
          "Virtual server " + service.title() + ": port 0 requires persistence");
      service.persistence = Optional.of(PERSISTENCE);
    }
    if (service.granularity.isPresent() && service.persistence.isEmpty()) {
      service.persistence = Optional.of(PERSISTENCE);
    }
  }

  private void methods() {
    if (service.scheduler.isEmpty()) {
      if (!service.written.contains("scheduler")) {
        args.add(
            new Diagnostic(
                    Code.DEFAULT_USED,
                    service.place,
                    "this virtual server has no scheduler; wlc is used")
                .fix("add: lb_algo wlc")
                .original(
                    "Virtual server "
                        + service.title()
                        + ": no scheduler set, setting default 'wlc'"));
      }
      service.scheduler = Optional.of("wlc");
    }
    if (service.forwarding.isEmpty()) {
      boolean everywhere = service.servers.stream().allMatch(s -> s.forwarding.isPresent());
      if (!everywhere && !service.written.contains("forwarding")) {
        args.add(
            new Diagnostic(
                    Code.DEFAULT_USED,
                    service.place,
                    "this virtual server has no forwarding method; NAT is used")
                .fix("add: lb_kind NAT")
                .original(
                    "Virtual server "
                        + service.title()
                        + ": no forwarding method set, setting default NAT"));
      }
      service.forwarding = Optional.of(new Forwarding.Masquerade());
    }
  }

  private void servers() {
    var kept = new ArrayList<ServerDraft>();
    Set<Endpoint> seen = new HashSet<>();
    for (var server : service.servers) {
      if (!fits(server)) {
        continue;
      }
      port(server);
      // Two ports of one host are two servers to check, also where they are one destination.
      if (!seen.add(server.checked)) {
        add(
            Code.DROPPED,
            server.place,
            "this real server is in the virtual server already; it is dropped",
            "Duplicate real server " + server.endpoint + " in virtual server " + service.title());
        continue;
      }
      kept.add(server);
    }
    service.servers.clear();
    service.servers.addAll(kept);
  }

  /// IPVS has one destination of an address and port: the sorry server is the real server, so what
  /// happens to it when it fails is the same too. The real server's word counts.
  private void sorryAsServer() {
    for (var server : service.servers) {
      boolean inhibit = server.inhibit.orElse(service.inhibit);
      boolean same = service.sorry.filter(server.endpoint::equals).isPresent();
      if (same && inhibit != service.sorryInhibit) {
        String what = inhibit ? "setting" : "clearing";
        args.add(
            new Diagnostic(
                    Code.ADJUSTED,
                    service.sorryPlace.orElse(service.place),
                    "the sorry server is also a real server, with another inhibit setting")
                .because("the real server's setting is used for both")
                .fix(
                    inhibit
                        ? "add sorry_server_inhibit"
                        : "remove sorry_server_inhibit, or add inhibit_on_failure to the real"
                            + " server")
                .original(
                    "Virtual server %s: real server %s matches sorry server, but inhibit setting differs, %s on sorry server"
                        .formatted(service.title(), server.endpoint, what)));
        service.sorryInhibit = inhibit;
      }
    }
  }

  private Forwarding forwarding(ServerDraft server) {
    return server.forwarding.or(() -> service.forwarding).orElseThrow();
  }

  private boolean fits(ServerDraft server) {
    Family family = server.endpoint.address().family();
    var expected = family();
    if (expected.isEmpty()) {
      service.family = Optional.of(family);
      return true;
    }
    if (expected.get() == family || forwarding(server) instanceof Forwarding.Tunnel) {
      return true;
    }
    add(
        Code.DROPPED,
        server.place,
        "this real server is "
            + family
            + ", the virtual server "
            + expected.get()
            + "; it is dropped",
        "Address family of virtual server and real server "
            + server.endpoint.address()
            + " don't match - skipping");
    return false;
  }

  private Optional<Family> family() {
    return switch (service.address) {
      case VirtualServer.Address.Single(var e) -> Optional.of(e.address().family());
      case VirtualServer.Address.Mark _ -> service.family;
      case VirtualServer.Address.Group(var name) ->
          service.family.or(() -> GroupFamily.of(service.lvs.groups.get(name)));
    };
  }

  private void port(ServerDraft server) {
    boolean masquerades =
        switch (forwarding(server)) {
          case Forwarding.Masquerade _, Forwarding.FullNat _ -> true;
          case Forwarding.DirectRoute _, Forwarding.Tunnel _ -> false;
        };
    int port = server.endpoint.port();
    switch (service.address) {
      case VirtualServer.Address.Single(var e) -> {
        if (port == 0 || !server.portGiven) {
          move(server, e.port());
          server.checked = server.endpoint;
        } else if (!masquerades && port != e.port()) {
          add(
              Code.ADJUSTED,
              server.place,
              "only NAT can change the port: "
                  + e.port()
                  + " of the virtual server is used, not "
                  + port,
              "WARNING - virtual server "
                  + service.title()
                  + " and real server "
                  + server.endpoint
                  + " ports don't match - resetting");
          move(server, e.port());
        }
      }
      case VirtualServer.Address.Mark _ -> {
        if (!masquerades && port != 0) {
          add(
              Code.ADJUSTED,
              server.place,
              "only NAT can change the port: a firewall mark has none, " + port + " is not used",
              "WARNING - fwmark virtual server "
                  + service.title()
                  + ", real server has port specified - clearing");
          move(server, 0);
        }
      }
      case VirtualServer.Address.Group(var name) -> groupPort(server, name, masquerades);
    }
  }

  private void groupPort(ServerDraft server, String name, boolean masquerades) {
    var group = service.lvs.groups.get(name);
    if (group == null || masquerades) {
      return;
    }
    boolean differs =
        group.members().stream()
            .anyMatch(
                m ->
                    switch (m) {
                      case Member.Range r -> r.port() != server.endpoint.port();
                      case Member.Mark _ -> server.endpoint.port() != 0;
                    });
    if (differs && server.portGiven) {
      add(
          Code.ADJUSTED,
          server.place,
          "only NAT can change the port; each service of the group keeps its own",
          "virtual server " + service.title() + " and real server ports don't match");
    }
  }

  private static void move(ServerDraft server, int port) {
    server.endpoint = new Endpoint(server.endpoint.address(), port);
  }

  private void sorry() {
    if (service.sorry.isEmpty()) {
      return;
    }
    var sorry = service.sorry.get();
    var expected = family();
    var how = service.sorryForwarding.or(() -> service.forwarding).orElseThrow();
    boolean fits =
        expected.isEmpty()
            || expected.get() == sorry.address().family()
            || how instanceof Forwarding.Tunnel;
    if (!fits) {
      add(
          Code.DROPPED,
          service.sorryPlace.orElse(service.place),
          "the sorry server is of another address family; it is dropped",
          "Address family of virtual server and sorry server don't match");
      service.sorry = Optional.empty();
      return;
    }
    if (service.address instanceof VirtualServer.Address.Single(var e)) {
      boolean moves = !(how instanceof Forwarding.Masquerade) && sorry.port() != e.port();
      if (sorry.port() == 0 || moves) {
        if (sorry.port() != 0) {
          add(
              Code.ADJUSTED,
              service.sorryPlace.orElse(service.place),
              "only NAT can change the port: " + e.port() + " is used for the sorry server",
              "WARNING - virtual server "
                  + service.title()
                  + " and sorry server ports don't match - resetting");
        }
        service.sorry = Optional.of(new Endpoint(sorry.address(), e.port()));
      }
    }
  }

  private void quorum() {
    long total = 0;
    for (var server : service.servers) {
      total += server.weight.orElse(service.weight);
    }
    if (service.quorum > total) {
      args.add(
          new Diagnostic(
                  Code.ADJUSTED,
                  service.quorumPlace.orElse(service.place),
                  "quorum "
                      + service.quorum
                      + " can never be reached: all weights together are "
                      + total)
              .because(total + " is used")
              .original(
                  "Warning - quorum %d for %s exceeds total weight of real servers %d, reducing quorum to %d"
                      .formatted(service.quorum, service.title(), total, total)));
      service.quorum = total;
    }
    if (service.hysteresis > 0 && service.hysteresis >= service.quorum) {
      long lowered = Math.max(0, service.quorum - 1);
      add(
          Code.ADJUSTED,
          service.place,
          "hysteresis "
              + service.hysteresis
              + " is not below quorum "
              + service.quorum
              + "; "
              + lowered
              + " is used",
          "Virtual server "
              + service.title()
              + ": hysteresis >= quorum; setting hysteresis to "
              + lowered);
      service.hysteresis = lowered;
    }
  }
}
